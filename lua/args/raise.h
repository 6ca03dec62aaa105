/* SPDX-License-Identifier: MIT */
/* Errors at the line that is to blame: where the script called, or called into the
 * libraries (../script/) that did. */
#pragma once

#include "lua.h"

/* Pushes "FILE:LINE: ", or as luaL_where "" if that is no Lua. */
void raise_where(lua_State *L);

/* As luaL_error. */
int raise_format(lua_State *L, const char *format, ...);
