/* SPDX-License-Identifier: MIT */
/*
 * deimos.snapshot: the system graph as records (snapshot.lua). With option
 * `snapshot=1` a run that took none takes one as its script ends.
 */
#include "libs.h"

#include "lauxlib.h"

#include "../args/args.h"
#include "../module/options.h"
#include "../run/run.h"

#define LABEL_MAX 100           /* bytes: it becomes part of a file's name */

static int taken;

static int snapshot(lua_State *L)
{
    lua_settop(L, 1);
    arg_name(L, 1, "deimos.snapshot label", LABEL_MAX);
    taken = 1;
    lua_getglobal(L, "require");
    lua_pushliteral(L, "snapshot");
    lua_call(L, 1, 1);
    lua_insert(L, 1);
    lua_pushcfunction(L, lib_record_send);
    lua_call(L, 2, 0);
    return 0;
}

void lib_snapshot_end(lua_State *L)
{
    if (taken || option_number("snapshot", 0, 1) != 1)
        return;
    lua_pushcfunction(L, snapshot);
    lua_pushliteral(L, "end");
    const int status = run_call(L, 1, 0);

    if (status)
        run_report(L, status);
}

void lib_snapshot_open(lua_State *L)
{
    lua_pushcfunction(L, snapshot);
    lua_setfield(L, -2, "snapshot");
}
