/* SPDX-License-Identifier: MIT */
/* Paging behind its call gate: in paging_method.S. */
#pragma once

#include "../../core/gate/gate.h"

gate_method paging_method;
/* Off, while CR3 holds another directory than the custom VSAS's. */
gate_method paging_method_leave;

/*
 * While LDTs have segments of windows (paging_values): with paging off, those
 * name physical addresses, where devices are. So no segment register keeps
 * one, and no task that has some is current or can be entered. E_PAGING, or
 * E_OK.
 */
u32 GATE_METHOD paging_method_look(struct gate_call *call,
                                   struct gate *gate);
