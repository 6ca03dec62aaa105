/* SPDX-License-Identifier: MIT */
/*
 * deimos.buffer(size): bytes that a method fills or reads; handed over, it
 * is its address. They stay where they are for as long as the script holds
 * the buffer.
 */
#include "buffer.h"

#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../module/ium.h"
#include "libs.h"

#define TYPE "deimos.buffer"
#define SIZE_MAX_ (16 << 20)

/* Where `size` bytes from the offset at `index` on are; nil is 0. */
static u8 *place(lua_State *L, int index, const char *what, lua_Integer size)
{
    const lua_Integer all = (lua_Integer)lua_rawlen(L, 1);
    lua_Integer offset = 0;

    if (size > all)
        arg_fail(L, what, "%I bytes at an offset; the buffer has %I", size,
                 all);
    if (!lua_isnoneornil(L, index))
        offset = arg_integer(L, index, what, 0, all - size);
    return (u8 *)lua_touserdata(L, 1) + offset;
}

/* buffer:u32(offset [, value]): the value */
static int word(lua_State *L)
{
    u32 value;
    u8 *at;

    arg_data(L, 1, "buffer:u32 self", TYPE);
    if (lua_isnoneornil(L, 2))
        arg_u32(L, 2, "buffer:u32 offset");     /* which raises */
    at = place(L, 2, "buffer:u32 offset", sizeof(u32));
    if (!lua_isnoneornil(L, 3)) {
        value = arg_word(L, 3, "buffer:u32 value");
        memcpy(at, &value, sizeof(value));
    }
    memcpy(&value, at, sizeof(value));
    lua_pushinteger(L, value);
    return 1;
}

/* buffer:string([offset [, size]]) */
static int string(lua_State *L)
{
    lua_Integer size;
    const u8 *at;

    arg_data(L, 1, "buffer:string self", TYPE);
    at = place(L, 2, "buffer:string offset", 0);
    size = (u8 *)lua_touserdata(L, 1) + lua_rawlen(L, 1) - at;
    if (!lua_isnoneornil(L, 3))
        size = arg_integer(L, 3, "buffer:string size", 0, size);
    lua_pushlstring(L, (const char *)at, (size_t)size);
    return 1;
}

/* buffer:fill(text [, offset]) */
static int fill(lua_State *L)
{
    size_t size;
    const char *text;

    arg_data(L, 1, "buffer:fill self", TYPE);
    if (lua_type(L, 2) != LUA_TSTRING)
        arg_fail(L, "buffer:fill text", "string expected, got %s",
                 luaL_typename(L, 2));
    text = lua_tolstring(L, 2, &size);
    memcpy(place(L, 3, "buffer:fill offset", (lua_Integer)size), text, size);
    return 0;
}

static int address(lua_State *L)
{
    lua_pushinteger(L, (u32)arg_data(L, 1, "buffer:address self", TYPE));
    return 1;
}

static int length(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

static int create(lua_State *L)
{
    const lua_Integer size = arg_integer(L, 1, "deimos.buffer size", 1,
                                         SIZE_MAX_);

    memset(lua_newuserdatauv(L, (size_t)size, 0), 0, (size_t)size);
    luaL_setmetatable(L, TYPE);
    return 1;
}

void *buffer_test(lua_State *L, int index)
{
    return luaL_testudata(L, index, TYPE);
}

void lib_buffer_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        { "u32", word }, { "string", string }, { "fill", fill },
        { "address", address }, { NULL, NULL },
    };

    luaL_newmetatable(L, TYPE);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, length);
    lua_setfield(L, -2, "__len");
    lua_pop(L, 1);
    lua_pushcfunction(L, create);
    lua_setfield(L, -2, "buffer");
}
