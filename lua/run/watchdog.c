/* SPDX-License-Identifier: MIT */
#include "watchdog.h"

#include <stdio.h>

#include "lauxlib.h"

#include "../module/ium.h"
#include "../libc/shim.h"

#define INTERVAL 10000          /* VM instructions between two looks */

static lua_State *watched;      /* NULL: nothing is */
static u32 deadline, limit;     /* ticks, seconds */
static int interruptible, interrupted;

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

int watchdog_expired(void)
{
    return watched && limit && (s32)(ticks() - deadline) >= 0;
}

void watchdog_interruptible(void)
{
    interruptible = 1;
}

static void hook(lua_State *L, lua_Debug *activation)
{
    (void)activation;
    if (interruptible && !interrupted && watched)
        interrupted = terminal_poll();
    if (!interrupted && !watchdog_expired())
        return;
    lua_sethook(L, hook, LUA_MASKCOUNT, 1);
    if (watched)
        lua_sethook(watched, hook, LUA_MASKCOUNT, 1);
    luaL_where(L, 0);
    if (interrupted)
        lua_pushliteral(L, "interrupted");
    else
        lua_pushfstring(L, "time limit of %d s exceeded", (int)limit);
    lua_concat(L, 2);
    lua_error(L);
}

void watchdog_start(lua_State *L, unsigned seconds)
{
    u32 hz;

    GRAPH_READ(system.tick_hz, hz);
    limit = seconds;
    deadline = ticks() + seconds * hz;
    interrupted = 0;
    watched = L;
    if (limit || interruptible)
        lua_sethook(L, hook, LUA_MASKCOUNT, INTERVAL);
}

void watchdog_stop(lua_State *L)
{
    watched = NULL;
    interrupted = 0;
    lua_sethook(L, NULL, 0, 0);
}

void watchdog_report(int timeout)
{
    const char *what = timeout ? "time limit exceeded in a C function"
                               : "the interpreter died";

    fflush(stdout);
    fprintf(stderr, "lua: %s\n", what);
    if (!watched)
        return;
    lua_sethook(watched, NULL, 0, 0);
    luaL_traceback(watched, watched, NULL, 0);
    fprintf(stderr, "%s\n", lua_tostring(watched, -1));
}
