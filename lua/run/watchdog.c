/* SPDX-License-Identifier: MIT */
#include "watchdog.h"

#include <stdio.h>

#include "lauxlib.h"

#include "../libc/shim.h"
#include "../module/deadline.h"

#define INTERVAL 10000          /* VM instructions between two looks */

static lua_State *watched;      /* NULL: nothing is */
static unsigned limit;          /* seconds */
static int interruptible, interrupted;

void watchdog_interruptible(void)
{
    interruptible = 1;
}

static void hook(lua_State *L, lua_Debug *activation)
{
    (void)activation;
    if (interruptible && !interrupted && watched)
        interrupted = terminal_poll();
    if (!interrupted && !deadline_passed())
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
    limit = seconds;
    deadline_start(seconds);
    interrupted = 0;
    watched = L;
    if (limit || interruptible)
        lua_sethook(L, hook, LUA_MASKCOUNT, INTERVAL);
}

void watchdog_stop(lua_State *L)
{
    deadline_stop();
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
