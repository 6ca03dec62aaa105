/* SPDX-License-Identifier: MIT */
#include "raise.h"

#include <stdarg.h>
#include <string.h>

#include "lauxlib.h"

#define LIBRARIES "@lua/"

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
