/* SPDX-License-Identifier: MIT */
/* Software interrupts of ring 3. */
#pragma once

struct trap_state;

/*
 * Their gates serve ring 1, so that INT n of ring 3 is #GP with the vector's
 * number. If the module that created the task owns that vector, the trap goes
 * on in its handler, behind the INT, as if the gate had led there: 1; else 0.
 */
int vector_deliver_call(struct trap_state *trap);
