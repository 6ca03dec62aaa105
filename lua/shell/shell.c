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
#include "history.h"
#include "../module/ium.h"
#include "../module/options.h"
#include "../run/run.h"
#include "../run/watchdog.h"

#define CHUNK_NAME "=console"
#define MARK "<eof>"            /* how the error of a beginning ends */
/* In the registry: as they were, whatever the user calls so later. */
#define REQUIRE "deimos.require"
#define PRINT "deimos.print"
#define CONCAT "deimos.concat"

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
        history_add(line);
        lua_pop(L, 1);
        lua_pushfstring(L, "\n%s", line);
        lua_concat(L, 2);
    }
}

/* Push what a library returns; it is loaded when it is first asked for. */
static void library(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, REQUIRE);
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
}

/* What the prompt needs, before a user can change it. */
static int keep(lua_State *L)
{
    lua_getglobal(L, "require");
    lua_setfield(L, LUA_REGISTRYINDEX, REQUIRE);
    lua_getglobal(L, "print");
    lua_setfield(L, LUA_REGISTRYINDEX, PRINT);
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "concat");
    lua_setfield(L, LUA_REGISTRYINDEX, CONCAT);
    library(L, "show");
    library(L, "complete");
    return 0;
}

/* Protected: it may raise, by memory or by a value's __tostring. */
static int print_values(lua_State *L)
{
    int n = lua_gettop(L);

    luaL_checkstack(L, LUA_MINSTACK, "too many results to print");
    library(L, "show");
    for (int i = 1; i <= n; i++) {
        lua_pushvalue(L, n + 1);
        lua_pushvalue(L, i);
        lua_call(L, 1, 1);
        lua_replace(L, i);
    }
    lua_pop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, PRINT);
    lua_insert(L, 1);
    lua_call(L, n, 0);
    return 0;
}

/* The text before the cursor: what Tab adds, and the choices in a line. */
static int complete(lua_State *L)
{
    library(L, "complete");
    lua_pushstring(L, lua_touserdata(L, 1));
    lua_call(L, 1, 2);
    lua_getfield(L, LUA_REGISTRYINDEX, CONCAT);
    lua_insert(L, -2);
    lua_pushliteral(L, "  ");
    lua_call(L, 2, 1);
    return 2;
}

static lua_State *completing;

/* What is ambiguous is added as far as it is not; then the choices show. */
static const char *on_tab(const char *before, int *printed)
{
    static char more[EDIT_LINE + 1];
    lua_State *L = completing;
    const int top = lua_gettop(L);
    const char *choices;

    lua_pushcfunction(L, complete);
    lua_pushlightuserdata(L, (void *)before);
    if (lua_pcall(L, 1, 2, 0)) {
        lua_settop(L, top);
        return NULL;
    }
    snprintf(more, sizeof(more), "%s", lua_tostring(L, -2));
    choices = lua_tostring(L, -1);
    if (!*more && choices && *choices) {
        printf("\n%s\n", choices);
        *printed = 1;
    }
    lua_settop(L, top);
    return *more ? more : NULL;
}

/* What runs this, and how it counts time. */
static void greet(void)
{
    static const char *const clocks[] = {
        [CLOCK_NONE] = "none",
        [CLOCK_INSN] = "insn (it counts instructions)",
        [CLOCK_TSC] = "tsc (cycles)",
        [CLOCK_MODEL] = "model (modelled cycles)",
    };
    const char *machine = option_find("machine");
    struct system_info info;

    GRAPH_READ(system, info);
    printf("%s in DEIMOS %.*s on %s: %.*s, %u MiB, clock %s.\n", LUA_RELEASE,
           (int)sizeof(info.version), info.version,
           machine ? machine : "an unnamed machine",
           (int)sizeof(info.cpu_name), info.cpu_name, info.memory >> 20,
           clocks[info.clock < ARRAY_SIZE(clocks) ? info.clock : 0]);
    printf("help() explains, Tab completes, Ctrl-R searches, "
           "Ctrl-D leaves.\n");
}

static int run_chunk(lua_State *L)
{
    int status, n;

    edit_complete_by(NULL);     /* for io.read has another thread, maybe */
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
    completing = L;
    lua_pushcfunction(L, keep);
    if (lua_pcall(L, 0, 0, 0))
        run_report(L, LUA_ERRRUN);
    greet();
    while (edit_complete_by(on_tab), (length = edit_line("> ", line, EDIT_LINE)) != EDIT_END) {
        if (length <= 0)
            continue;
        history_add(line);
        lua_settop(L, 0);
        lua_pushcfunction(L, do_line);
        lua_pushstring(L, line);
        status = lua_pcall(L, 1, 0, 0);
        if (status)
            run_report(L, status);
        watchdog_stop(L);
    }
}
