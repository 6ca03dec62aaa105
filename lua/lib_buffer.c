/* SPDX-License-Identifier: MIT */
/*
 * deimos.buffer(size): bytes that a method fills or reads; handed over, it
 * is its address. They stay where they are for as long as the script holds
 * the buffer.
 */
#include "lib_buffer.h"

#include <string.h>

#include "lauxlib.h"

#include "ium.h"
#include "libs.h"

#define TYPE "deimos.buffer"
#define SIZE_MAX_ (16 << 20)

static u8 *place(lua_State *L, lua_Integer offset, lua_Integer size)
{
    u8 *bytes = luaL_checkudata(L, 1, TYPE);
    const lua_Integer all = (lua_Integer)lua_rawlen(L, 1);

    luaL_argcheck(L, offset >= 0 && size >= 0 && offset <= all &&
                  size <= all - offset, 2, "outside the buffer");
    return bytes + offset;
}

/* buffer:u32(offset [, value]): the value */
static int word(lua_State *L)
{
    u8 *at = place(L, luaL_checkinteger(L, 2), sizeof(u32));
    u32 value;

    if (!lua_isnoneornil(L, 3)) {
        value = (u32)luaL_checkinteger(L, 3);
        memcpy(at, &value, sizeof(value));
    }
    memcpy(&value, at, sizeof(value));
    lua_pushinteger(L, value);
    return 1;
}

/* buffer:string([offset [, size]]) */
static int string(lua_State *L)
{
    const lua_Integer offset = luaL_optinteger(L, 2, 0);
    const lua_Integer size = luaL_optinteger(L, 3,
        (lua_Integer)lua_rawlen(L, 1) - offset);

    lua_pushlstring(L, (const char *)place(L, offset, size), (size_t)size);
    return 1;
}

/* buffer:fill(text [, offset]) */
static int fill(lua_State *L)
{
    size_t size;
    const char *text = luaL_checklstring(L, 2, &size);

    memcpy(place(L, luaL_optinteger(L, 3, 0), (lua_Integer)size), text, size);
    return 0;
}

static int address(lua_State *L)
{
    lua_pushinteger(L, (u32)luaL_checkudata(L, 1, TYPE));
    return 1;
}

static int length(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
    return 1;
}

static int create(lua_State *L)
{
    const lua_Integer size = luaL_checkinteger(L, 1);

    luaL_argcheck(L, size > 0 && size <= SIZE_MAX_, 1, "out of range");
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
