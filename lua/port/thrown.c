/* SPDX-License-Identifier: MIT */
/* As luaL_traceback, into a buffer of our own. */
/* Before luaconf.h, as the build does it for Lua itself: lua_Debug differs. */
#include "port.h"

#include "thrown.h"

#include <stdarg.h>
#include <stdio.h>

#include "lua.h"

#define HEAD 10                 /* levels shown of the top, as in lauxlib.c */
#define TAIL 11
#define SIZE 4096

static char text[SIZE];
static int used, noted;         /* bytes; the status */

static void add(const char *format, ...)
{
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(text + used, (size_t)(SIZE - used), format, list);
    va_end(list);
    used = length < SIZE - used ? used + length : SIZE - 1;
}

static void add_level(lua_State *L, lua_Debug *level)
{
    lua_getinfo(L, "Sln", level);
    if (level->currentline > 0)
        add("\n\t%s:%d: in ", level->short_src, level->currentline);
    else
        add("\n\t%s: in ", level->short_src);
    if (*level->namewhat)
        add("%s '%s'", level->namewhat, level->name);
    else if (*level->what == 'm')
        add("main chunk");
    else if (*level->what != 'C')
        add("function <%s:%d>", level->short_src, level->linedefined);
    else
        add("?");
}

/* How deep the stack is: the first level that is not there. */
static int depth(lua_State *L)
{
    lua_Debug level;
    int low = 0, high = 1;

    while (lua_getstack(L, high, &level)) {
        low = high;
        high *= 2;
    }
    while (low < high) {
        const int middle = low + (high - low) / 2;

        if (lua_getstack(L, middle, &level))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void thrown_note(lua_State *L, int status)
{
    lua_Debug level;
    int levels;

    noted = status;
    if (status != LUA_ERRMEM && status != LUA_ERRERR)
        return;
    levels = depth(L);
    used = 0;
    add("\nstack traceback:");
    for (int i = 0; i < levels; i++) {
        if (i == HEAD && levels > HEAD + TAIL) {
            add("\n\t...\t(skipping %d levels)", levels - HEAD - TAIL);
            i = levels - TAIL;
        }
        if (lua_getstack(L, i, &level))
            add_level(L, &level);
    }
}

const char *thrown_traceback(int status)
{
    return status == noted ? text : "";
}
