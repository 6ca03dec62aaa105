/* SPDX-License-Identifier: MIT */
/*
 * A call gate that does not serve its caller looks as if it were missing: the
 * fault is at the far call and not behind it. The gate has seen the return
 * address alone, so the call is looked for in the bytes before that.
 */
#pragma once

struct trap_state;

/* The trap state's EIP, behind a far call to the selector in `error`, becomes
 * that of the call. It stays if there is none: who wrote over it meanwhile. */
void refusal_undo_call(struct trap_state *trap);
