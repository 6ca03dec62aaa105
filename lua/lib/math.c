/* SPDX-License-Identifier: MIT */
/*
 * math: a fixed seed, also for randomseed() without arguments, so that runs
 * repeat; deg and rad round once even where the result is subnormal.
 */
/* Before luaconf.h, as the build does it for Lua itself. */
#include "../port/port.h"

#include "lauxlib.h"

#include "libs.h"

#define SEED 20250101
#define PI 3.141592653589793238462643383279502884

static int math_deg(lua_State *L)
{
    lua_pushnumber(L, port_mul(luaL_checknumber(L, 1), 180.0 / PI));
    return 1;
}

static int math_rad(lua_State *L)
{
    lua_pushnumber(L, port_mul(luaL_checknumber(L, 1), PI / 180.0));
    return 1;
}

/* The upvalue is Lua's own. */
static int math_randomseed(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_pushinteger(L, SEED);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

void lib_math_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "deg", math_deg },
        { "rad", math_rad },
        { NULL, NULL },
    };

    lua_getglobal(L, "math");
    luaL_setfuncs(L, functions, 0);
    lua_getfield(L, -1, "randomseed");
    lua_pushcclosure(L, math_randomseed, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "randomseed");
    lua_call(L, 0, 0);
    lua_pop(L, 1);
}
