/* SPDX-License-Identifier: MIT */
/* deimos: the boot archive, the options, and the end of the run. */
#include "libs.h"

#include <stdio.h>
#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../module/ium.h"
#include "../module/options.h"

#define NAME_MAX_ 256
#define MESSAGE_MAX 65535       /* bytes */

/* archive(name): the contents of a member, or nil. */
static int archive(lua_State *L)
{
    const char *name = arg_name(L, 1, "deimos.archive name", ARG_LONG);
    int size = ium_cm->archive_size(name);
    luaL_Buffer buffer;
    char *to;

    if (size == E_NOTFOUND) {
        luaL_pushfail(L);
        return 1;
    }
    if (size < 0)
        return fail_cm(L, "archive", name, size);
    to = luaL_buffinitsize(L, &buffer, size);
    if (size)
        size = ium_cm->archive_read(name, 0, to, size);
    if (size < 0)
        return fail_cm(L, "archive", name, size);
    luaL_pushresultsize(&buffer, size);
    return 1;
}

/* members(): the names of all members, in archive order. */
static int members(lua_State *L)
{
    char name[NAME_MAX_];
    int length;

    lua_newtable(L);
    for (u32 i = 0; ; i++) {
        length = ium_cm->archive_name(i, name, sizeof(name));
        if (length < 0)
            return 1;
        lua_pushlstring(L, name, length);
        lua_seti(L, -2, i + 1);
    }
}

/* exit([status [, message]]) does not return. */
static int leave(lua_State *L)
{
    static const char *const names[] = { "pass", "fail", "skip", NULL };
    static const int statuses[] = { EXIT_PASS, EXIT_FAIL, EXIT_SKIP };
    const char *message = NULL;
    int status = EXIT_PASS;

    if (lua_type(L, 1) == LUA_TNUMBER)
        status = (int)arg_integer(L, 1, "deimos.exit status", 0, 255);
    else if (!lua_isnoneornil(L, 1))
        status = statuses[arg_choice(L, 1, "deimos.exit status", names)];
    if (!lua_isnoneornil(L, 2))
        message = arg_text(L, 2, "deimos.exit message", MESSAGE_MAX);
    if (message)
        printf("%s\n", message);
    lib_snapshot_end(L);
    ium_leave(status);
}

static void push_options(lua_State *L)
{
    lua_newtable(L);
    for (char **word = environ; *word; word++) {
        char *equals = strchr(*word, '=');

        if (equals)
            lua_pushlstring(L, *word, equals - *word);
        else
            lua_pushstring(L, *word);
        lua_pushstring(L, equals ? equals + 1 : "");
        lua_settable(L, -3);
    }
}

void lib_deimos_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "archive", archive },
        { "members", members },
        { "exit", leave },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
    push_options(L);
    lua_setfield(L, -2, "options");
}
