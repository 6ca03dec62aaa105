/* SPDX-License-Identifier: MIT */
/* Protected calls with a traceback, and the script of the run. */
#pragma once

#include "lua.h"

/* lua_pcall with a handler that adds a traceback to the message. */
int run_call(lua_State *L, int arguments, int results);

/* Print the message on top of the stack and take it off. The status is that
 * of the call which failed: some have their traceback elsewhere (thrown.h). */
void run_report(lua_State *L, int status);

/* Load and run a file; the run's status. */
int run_script(lua_State *L, const char *path, int limit);
