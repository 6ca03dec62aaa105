/* SPDX-License-Identifier: MIT */
#include "args.h"

#include <stdarg.h>
#include <string.h>

#include "lauxlib.h"

#include "raise.h"
#include "nearest.h"

#define SHOWN 40                /* bytes of a text in a message */

int arg_fail(lua_State *L, const char *what, const char *format, ...)
{
    const char *blank = strchr(what, ' ');
    va_list list;

    raise_where(L);
    lua_pushlstring(L, what, (size_t)(blank - what));
    lua_pushfstring(L, ": bad argument '%s' (", blank + 1);
    va_start(list, format);
    lua_pushvfstring(L, format, list);
    va_end(list);
    lua_pushliteral(L, ")");
    lua_concat(L, 5);
    return lua_error(L);
}

/* As people call it: our own types have names. */
static const char *type_of(lua_State *L, int index)
{
    if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING)
        return lua_tostring(L, -1);
    return luaL_typename(L, index);
}

static void want(lua_State *L, int index, const char *what, int type)
{
    if (lua_type(L, index) != type)
        arg_fail(L, what, "%s expected, got %s", lua_typename(L, type),
                 type_of(L, index));
}

lua_Integer arg_integer(lua_State *L, int index, const char *what,
                        lua_Integer min, lua_Integer max)
{
    int is_integer;
    lua_Integer value;

    want(L, index, what, LUA_TNUMBER);
    value = lua_tointegerx(L, index, &is_integer);
    if (!is_integer)
        arg_fail(L, what, "integer expected, got %s",
                 luaL_tolstring(L, index, NULL));
    if (value < min || value > max)
        arg_fail(L, what, "expected %I to %I, got %I", min, max, value);
    return value;
}

u32 arg_u32(lua_State *L, int index, const char *what)
{
    return (u32)arg_integer(L, index, what, 0, 0xffffffffLL);
}

u32 arg_opt_u32(lua_State *L, int index, const char *what, u32 otherwise)
{
    return lua_isnoneornil(L, index) ? otherwise : arg_u32(L, index, what);
}

u32 arg_word(lua_State *L, int index, const char *what)
{
    return (u32)arg_integer(L, index, what, -0x80000000LL, 0xffffffffLL);
}

int arg_boolean(lua_State *L, int index, const char *what)
{
    want(L, index, what, LUA_TBOOLEAN);
    return lua_toboolean(L, index);
}

const char *arg_text(lua_State *L, int index, const char *what, size_t max)
{
    size_t length;
    const char *text;

    want(L, index, what, LUA_TSTRING);
    text = lua_tolstring(L, index, &length);
    if (strlen(text) != length)
        arg_fail(L, what, "a string with a NUL byte");
    if (length > max)
        arg_fail(L, what, "a string of %I bytes, at most %I",
                 (lua_Integer)length, (lua_Integer)max);
    return text;
}

const char *arg_name(lua_State *L, int index, const char *what, size_t max)
{
    const char *text = arg_text(L, index, what, max);

    if (!*text)
        arg_fail(L, what, "an empty string");
    return text;
}

void arg_printable(lua_State *L, const char *text, const char *what)
{
    while (*text) {
        const u8 c = (u8)*text++;

        if (c < ' ' || c == 0x7f)
            arg_fail(L, what, "a control character");
    }
}

int arg_choice(lua_State *L, int index, const char *what,
               const char *const *names)
{
    const char *text = arg_text(L, index, what, ARG_LONG);

    for (int i = 0; names[i]; i++) {
        if (!strcmp(names[i], text))
            return i;
    }
    return arg_fail(L, what, "'%s' is unknown; the nearest is '%s'", text,
                    names[nearest(text, names)]);
}

void *arg_data(lua_State *L, int index, const char *what, const char *type)
{
    void *data = luaL_testudata(L, index, type);

    if (!data)
        arg_fail(L, what, "%s expected, got %s", type, type_of(L, index));
    return data;
}

static int is_known(const char *key, const char *const *fields)
{
    while (*fields && strcmp(*fields, key))
        fields++;
    return *fields != NULL;
}

void arg_table(lua_State *L, const char *function, const char *const *fields)
{
    const char *key;

    if (lua_type(L, 1) != LUA_TTABLE)
        raise_format(L, "%s: bad argument 'fields' (table expected, got %s)",
                     function, type_of(L, 1));
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            raise_format(L, "%s: unknown field '[%s]'; the nearest is '%s'",
                         function, luaL_tolstring(L, -2, NULL), fields[0]);
        key = lua_tostring(L, -2);
        if (strlen(key) != lua_rawlen(L, -2) || !is_known(key, fields)) {
            lua_pushlstring(L, key, strnlen(key, SHOWN));
            raise_format(L, "%s: unknown field '%s'; the nearest is '%s'",
                         function, lua_tostring(L, -1),
                         fields[nearest(key, fields)]);
        }
    }
}

int arg_field(lua_State *L, const char *what)
{
    luaL_checkstack(L, 2, "too many fields");
    lua_getfield(L, 1, strchr(what, ' ') + 1);
    return lua_gettop(L);
}

u32 arg_field_u32(lua_State *L, const char *what, u32 otherwise)
{
    u32 value = arg_opt_u32(L, arg_field(L, what), what, otherwise);

    lua_pop(L, 1);
    return value;
}
