/* SPDX-License-Identifier: MIT */
/*
 * A call of the core that an interrupt has hit goes back by a detour: what the
 * core has remembered is delivered right behind the call, as if it had come there.
 * A call that nothing hits is none the slower.
 */
#pragma once

#include "../x86/trap_state.h"
#include "gate.h"

/* An interrupt has hit ring 0. If a call from ring 1 is under way there that is
 * going to return, it does so by the detour. */
void detour_lead(struct trap_state *trap);
/* The same of the call itself: one of a method, by a binding's gate. */
void detour_lead_call(struct gate_call *call);
