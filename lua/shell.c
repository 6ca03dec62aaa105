/* SPDX-License-Identifier: MIT */
/*
 * A chunk is one line, or more if it is a beginning of a longer one. An
 * expression prints its values, with or without a "=" before it. Errors are
 * printed with their traceback and end the chunk, not the shell.
 */
#include "shell.h"

#include <stdio.h>
#include <string.h>

#include "lauxlib.h"

#include "edit.h"
#include "run.h"
#include "watchdog.h"

#define CHUNK_NAME "=console"
#define MARK "<eof>"            /* how the error of a beginning ends */

static int chunk_limit;         /* seconds */

static int is_beginning(lua_State *L, int status)
{
    size_t length;
    const char *message = lua_tolstring(L, -1, &length);
    const size_t mark = sizeof(MARK) - 1;

    return status == LUA_ERRSYNTAX && length >= mark &&
           !strcmp(message + length - mark, MARK);
}

static int load_expression(lua_State *L, const char *line)
{
    const char *text = lua_pushfstring(L, "return %s;",
                                       line + (*line == '='));
    int status = luaL_loadbuffer(L, text, strlen(text), CHUNK_NAME);

    lua_remove(L, -2);
    if (status)
        lua_pop(L, 1);
    return status;
}

/* The chunk that begins with the line on the stack, in its place. */
static int load_chunk(lua_State *L)
{
    static char line[EDIT_LINE + 1];

    if (!load_expression(L, lua_tostring(L, -1))) {
        lua_remove(L, -2);
        return LUA_OK;
    }
    for (;;) {
        size_t length;
        const char *text = lua_tolstring(L, -1, &length);
        int status = luaL_loadbuffer(L, text, length, CHUNK_NAME);

        if (!is_beginning(L, status) ||
            edit_line(">> ", line, EDIT_LINE) < 0) {
            lua_remove(L, -2);
            return status;
        }
        edit_remember(line);
        lua_pop(L, 1);
        lua_pushfstring(L, "\n%s", line);
        lua_concat(L, 2);
    }
}

/* Protected: luaB_print may raise, by __tostring. */
static int print_values(lua_State *L)
{
    int n = lua_gettop(L);

    luaL_checkstack(L, LUA_MINSTACK, "too many results to print");
    lua_getglobal(L, "print");
    lua_insert(L, 1);
    lua_call(L, n, 0);
    return 0;
}

static int run_chunk(lua_State *L)
{
    int status, n;

    watchdog_start(L, chunk_limit);
    status = run_call(L, 0, LUA_MULTRET);
    watchdog_stop(L);
    n = lua_gettop(L);

    if (status || !n)
        return status;
    lua_pushcfunction(L, print_values);
    lua_insert(L, 1);
    return run_call(L, n, 0);
}

/* The line as argument; protected, for it allocates. */
static int do_line(lua_State *L)
{
    int status = load_chunk(L);

    if (status == LUA_OK)
        status = run_chunk(L);
    if (status)
        run_report(L, status);
    return 0;
}

void shell_run(lua_State *L, int limit)
{
    static char line[EDIT_LINE + 1];
    int length, status;

    chunk_limit = limit;
    watchdog_interruptible();
    printf("%s in DEIMOS. help() explains, Ctrl-D leaves.\n", LUA_VERSION);
    while ((length = edit_line("> ", line, EDIT_LINE)) != EDIT_END) {
        if (length <= 0)
            continue;
        edit_remember(line);
        lua_settop(L, 0);
        lua_pushcfunction(L, do_line);
        lua_pushstring(L, line);
        status = lua_pcall(L, 1, 0, 0);
        if (status)
            run_report(L, status);
        watchdog_stop(L);
    }
}
