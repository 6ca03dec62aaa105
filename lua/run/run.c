/* SPDX-License-Identifier: MIT */
#include "run.h"

#include <stdio.h>

#include "lauxlib.h"

#include "../module/deadline.h"
#include "../module/ium.h"
#include "../port/thrown.h"
#include "watchdog.h"

/* As in lua.c: an error value that is not a text is described. */
static int handler(lua_State *L)
{
    const char *message = lua_tostring(L, 1);

    if (!message) {
        if (luaL_callmeta(L, 1, "__tostring") && lua_isstring(L, -1))
            return 1;
        message = lua_pushfstring(L, "(error object is a %s value)",
                                  luaL_typename(L, 1));
    }
    luaL_traceback(L, L, message, 1);
    return 1;
}

int run_call(lua_State *L, int arguments, int results)
{
    int function = lua_gettop(L) - arguments, status;

    lua_pushcfunction(L, handler);
    lua_insert(L, function);
    status = lua_pcall(L, arguments, results, function);
    lua_remove(L, function);
    return status;
}

void run_report(lua_State *L, int status)
{
    size_t length;
    const char *message = lua_tolstring(L, -1, &length);

    fflush(stdout);
    fputs("lua: ", stderr);
    if (message)
        fwrite(message, 1, length, stderr);
    if (status == LUA_ERRMEM || status == LUA_ERRERR)
        fputs(thrown_traceback(status), stderr);
    fputc('\n', stderr);
    lua_pop(L, 1);
}

/* As the stand-alone interpreter: arg[0] is the script. */
static void set_arg(lua_State *L, const char *path)
{
    lua_createtable(L, 0, 1);
    lua_pushstring(L, path);
    lua_seti(L, -2, 0);
    lua_setglobal(L, "arg");
}

int run_script(lua_State *L, const char *path, int limit)
{
    int status = luaL_loadfile(L, path);

    if (status == LUA_OK) {
        set_arg(L, path);
        watchdog_start(L, limit);
        status = run_call(L, 0, 0);
        const int late = deadline_passed();
        watchdog_stop(L);
        if (status == LUA_OK && !late)
            return EXIT_PASS;
        if (status == LUA_OK)           /* between two looks of the hook */
            lua_pushfstring(L, "%s: time limit of %d s exceeded", path,
                            limit);
        run_report(L, status);
        return EXIT_FAIL;
    }
    run_report(L, status);
    return status == LUA_ERRMEM ? EXIT_FAIL : EXIT_OPTION;
}
