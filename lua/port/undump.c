/* SPDX-License-Identifier: MIT */
/*
 * In the place of lundump.c: no binary chunk is loaded, wherever it comes from.
 * Lua does not check one, so that a byte that is wrong is a jump anywhere at
 * ring 1.
 */
#include "port.h"

#include "lua.h"
#include "ldo.h"
#include "lundump.h"

LClosure *luaU_undump(lua_State *L, ZIO *Z, const char *name)
{
    (void)Z;
    if (*name == '@' || *name == '=')
        name++;
    else
        name = "a string";
    lua_pushfstring(L, "%s: a binary chunk; texts alone are loaded", name);
    luaD_throw(L, LUA_ERRSYNTAX);
}
