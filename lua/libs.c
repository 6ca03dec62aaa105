/* SPDX-License-Identifier: MIT */
#include "libs.h"

#include "lauxlib.h"
#include "lualib.h"

#include "ium.h"

static void (*const parts[])(lua_State *) = {
    lib_deimos_open,            /* archive, options, exit */
    lib_machine_open,           /* machine, time, reports */
    lib_module_open,            /* load, find, unload, interfaces */
    lib_object_open,            /* open, call, close */
    lib_binding_open,           /* bind, rebind, unbind */
    lib_graph_open,             /* graph */
    lib_nmm_open,               /* the table nmm */
    lib_experiment_open,        /* experiment, environment */
};

void libs_open(lua_State *L)
{
    luaL_openlibs(L);
    lib_math_open(L);
    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(parts); i++)
        parts[i](L);
    lua_setglobal(L, "deimos");
    lib_help_open(L);
}
