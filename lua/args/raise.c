/* SPDX-License-Identifier: MIT */
/* Before luaconf.h, as the build does it for Lua itself: lua_Debug differs. */
#include "../port/port.h"

#include "raise.h"

#include <stdarg.h>
#include <string.h>

#include "lauxlib.h"

#define LIBRARIES "@lua/"

_Static_assert(sizeof(lua_Debug) > 256, "Lua fills in a path of that size");

void raise_where(lua_State *L)
{
    lua_Debug at;
    int level = 1;

    while (lua_getstack(L, level, &at) && lua_getinfo(L, "S", &at) &&
           strncmp(at.source, LIBRARIES, sizeof(LIBRARIES) - 1) == 0)
        level++;
    luaL_where(L, level);
}

int raise_format(lua_State *L, const char *format, ...)
{
    va_list list;

    raise_where(L);
    va_start(list, format);
    lua_pushvfstring(L, format, list);
    va_end(list);
    lua_concat(L, 2);
    return lua_error(L);
}
