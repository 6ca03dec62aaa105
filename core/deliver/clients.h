/* SPDX-License-Identifier: MIT */
/*
 * Exceptions of ring 3 that no owner of their vector takes: they go to the
 * module that created the task (api/wrapper.h, attach_clients and decline).
 */
#pragma once

#include "../gate/gate.h"

struct trap_state;

gate_method clients_attach, clients_decline;

/* The trap, of ring 3, goes on in that module's handler: 1; or 0 if it has
 * none, or the task no stack for it. */
int clients_deliver(struct trap_state *trap);

/* Has a module but this one attached a handler for its clients? */
int clients_has_others(u32 module);

/* Parts of the vector wrapper's methods of these names. */
void clients_released(u32 binding);
u32 clients_entered(u32 module);
u32 clients_digest(u32 crc);
