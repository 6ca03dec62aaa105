/* SPDX-License-Identifier: MIT */
/* deimos: bindings between two modules. They outlive the Lua value. */
#include "libs.h"

#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../module/ium.h"
#include "module.h"

#define TYPE "deimos.binding"

static int *check(lua_State *L, const char *what)
{
    return arg_data(L, 1, what, TYPE);
}

/* bind(caller, receptacle, provider, interface) */
static int bind(lua_State *L)
{
    int caller = module_check(L, 1, "deimos.bind caller");
    const char *receptacle = arg_name(L, 2, "deimos.bind receptacle",
                                      ARG_NAME);
    int provider = module_check(L, 3, "deimos.bind provider");
    const char *interface = arg_name(L, 4, "deimos.bind interface", ARG_NAME);
    int *binding = lua_newuserdatauv(L, sizeof(*binding), 0);

    luaL_setmetatable(L, TYPE);
    *binding = ium_cm->bind(caller, receptacle, provider, interface);
    return *binding < 0 ? fail_cm(L, "bind", receptacle, *binding) : 1;
}

/* binding:rebind(provider, interface) */
static int rebind(lua_State *L)
{
    int *binding = check(L, "binding:rebind self");
    int provider = module_check(L, 2, "binding:rebind provider");
    const char *interface = arg_name(L, 3, "binding:rebind interface",
                                     ARG_NAME);
    int result = ium_cm->rebind(*binding, provider, interface);

    return result < 0 ? fail_cm(L, "rebind", interface, result) : 0;
}

static int unbind(lua_State *L)
{
    int error = ium_cm->unbind(*check(L, "binding:unbind self"));

    return error < 0 ? fail_cm(L, "unbind", "binding", error) : 0;
}

/* The upvalue is the table of methods. */
static int get(lua_State *L)
{
    int *binding = check(L, "binding self");

    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && !strcmp(lua_tostring(L, 2), "handle"))
        lua_pushinteger(L, *binding);
    else
        lua_gettable(L, lua_upvalueindex(1));
    return 1;
}

void lib_binding_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        { "rebind", rebind },
        { "unbind", unbind },
        { NULL, NULL },
    };

    lua_pushcfunction(L, bind);
    lua_setfield(L, -2, "bind");
    luaL_newmetatable(L, TYPE);
    luaL_newlib(L, methods);
    lua_pushcclosure(L, get, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
