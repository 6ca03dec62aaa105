/* SPDX-License-Identifier: MIT */
/* Protected calls with a traceback, and the script of the run. */
#pragma once

#include "lua.h"

/* lua_pcall with a handler that adds a traceback to the message. */
int run_call(lua_State *L, int arguments, int results);

/* Print the message on top of the stack and take it off. */
void run_report(lua_State *L);

/* Load and run a member of the boot archive; the run's status. */
int run_script(lua_State *L, const char *member, int limit);
