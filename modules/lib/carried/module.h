/* SPDX-License-Identifier: MIT */
/*
 * A space's program as a module of the system graph, which this model carries
 * (core/api/carrier.h). And the interface by which the CM asks the model for one
 * more, or for its end.
 */
#pragma once

#include "../../../core/api/carrier.h"
#include "../space/spaces.h"

/* The program is a module from now on: space->module. What carried->enter()
 * refuses, with a line on the console; but a system without a CM, or a model
 * that is bound to none, has programs that are no modules. */
int module_enter(struct space_head *space, const struct carried *module,
                 const char *name);
/* It is none any more. E_BUSY: others are bound to it; E_ACTIVE: a call is
 * inside. Then nothing has changed. */
int module_leave(struct space_head *space);
/* The program has died. */
void module_died(const struct space_head *space);
/* It runs again: if its module is dead, as another one. E_ACTIVE: a call is inside
 * the dead one. */
int module_revive(struct space_head *space, const struct carried *module,
                  const char *name);
