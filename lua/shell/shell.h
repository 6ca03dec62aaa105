/* SPDX-License-Identifier: MIT */
/* The interactive shell: a Lua prompt on the console. */
#pragma once

#include "lua.h"

/* Read and run chunks until Ctrl-D; each has `limit` seconds. */
void shell_run(lua_State *L, int limit);
