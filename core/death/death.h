/* SPDX-License-Identifier: MIT */
/*
 * Death of a module: an unexpected trap at ring 1. The module that was
 * executing is marked dead and reclaimed, the thread goes on at its innermost
 * recovery point.
 */
#pragma once

struct trap_state;

/* Changes the trap state, so that returning from the trap is the recovery; or
 * unwinds to the innermost upcall and does not return. */
void death_of_module(struct trap_state *trap);

/* A request with upcalls has been served. If its asker would return into a module
 * that died meanwhile, it goes on where that death leads it: does not return. */
void death_of_asker(void);
