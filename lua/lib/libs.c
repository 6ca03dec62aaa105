/* SPDX-License-Identifier: MIT */
#include "libs.h"

#include "lauxlib.h"
#include "lualib.h"

#include "../module/ium.h"
#include "../args/nearest.h"

static void (*const parts[])(lua_State *) = {
    nearest_open,               /* nearest */
    lib_deimos_open,            /* archive, options, exit */
    lib_error_open,             /* errors, error_text */
    lib_machine_open,           /* machine, time, reports */
    lib_module_open,            /* load, find, unload, interfaces */
    lib_object_open,            /* open, call, close */
    lib_buffer_open,            /* buffer */
    lib_binding_open,           /* bind, rebind, unbind */
    lib_graph_open,             /* graph */
    lib_nmm_open,               /* the table nmm */
    lib_experiment_open,        /* experiment, not_applicable */
    lib_record_open,            /* environment, record */
    lib_snapshot_open,          /* snapshot */
};

/* Of the four searchers of require, the last two want dynamic libraries. */
static void drop_searchers(lua_State *L)
{
    lua_getglobal(L, LUA_LOADLIBNAME);
    lua_getfield(L, -1, "searchers");
    for (int i = 4; i > 2; i--) {
        lua_pushnil(L);
        lua_seti(L, -2, i);
    }
    lua_pop(L, 2);
}

void libs_open(lua_State *L)
{
    luaL_openlibs(L);
    drop_searchers(L);
    lib_math_open(L);
    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(parts); i++)
        parts[i](L);
    lua_setglobal(L, "deimos");
    lib_help_open(L);
}
