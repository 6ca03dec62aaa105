/* SPDX-License-Identifier: MIT */
/* Paging behind its call gate: in paging_method.S. */
#pragma once

#include "../../core/gate/gate.h"

gate_method paging_method;
/* Off, while CR3 holds another directory than the custom VSAS's. */
gate_method paging_method_leave;
