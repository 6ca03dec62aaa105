/* SPDX-License-Identifier: MIT */
/* The machine dependent methods of Table 1 behind their call gates. */
#pragma once

#include "../../core/gate/gate.h"

gate_method segment_method_create, segment_method_destroy;
gate_method ldt_method_create, ldt_method_destroy;
gate_method local_method_create, local_method_destroy;
gate_method task_method_create, task_method_destroy;
