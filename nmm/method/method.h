/* SPDX-License-Identifier: MIT */
/* The wrapper module "nmm": what stands behind the call gates. */
#pragma once

#include "../../core/gate/wrapper.h"
#include "../nmm.h"

extern gate_method *nmm_methods[METHODS_OF(nmm)];
