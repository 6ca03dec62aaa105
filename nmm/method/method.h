/* SPDX-License-Identifier: MIT */
/* The wrapper module "nmm": what stands behind the call gates. */
#pragma once

#include "../../core/gate/wrapper.h"

#define NMM_METHOD_COUNT 23

extern gate_method *nmm_methods[NMM_METHOD_COUNT];
