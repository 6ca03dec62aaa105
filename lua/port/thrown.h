/* SPDX-License-Identifier: MIT */
/*
 * Where an error came from that no message handler sees: Lua calls none when
 * memory runs out, nor when the handler itself fails.
 */
#pragma once

struct lua_State;

/* An error is about to unwind the stack of this thread (port.h). Takes no
 * memory. */
void thrown_note(struct lua_State *L, int status);

/* The traceback of the last such error with this status, or "". */
const char *thrown_traceback(int status);
