/* SPDX-License-Identifier: MIT */
/* Interrupt request lines to ring 1 (api/wrapper.h, struct interrupt). */
#pragma once

#include "../api/types.h"

struct gate;
struct gate_call;
struct trap_state;

/* The line to a handler of the module that this gate's binding belongs to, as
 * struct interrupt says; it ends with the binding. */
int interrupt_attach(const struct gate *gate, u32 line, saddr_t handler,
                     saddr_t busy);
void interrupt_released(u32 binding);

/* The line has been served by the core: remember it for its owners. */
void interrupt_raise(u32 line);
/* The trap is of ring 0: what is remembered is delivered behind the call that it
 * has hit, if it has. */
void interrupt_in_core(struct trap_state *trap);
/* The same, by the method of that call. */
void interrupt_behind(struct gate_call *call);
/* The trap is not of ring 0: deliver what is remembered, by changing it. */
void interrupt_deliver(struct trap_state *trap);
