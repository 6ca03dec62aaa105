/* SPDX-License-Identifier: MIT */
/*
 * deimos: calls into modules. An object is a binding of a slot of the IUM's
 * receptacle `any`; its fields are the methods of the interface. The slot is
 * read at each call, so that a binding which the CM has changed in between
 * does what it says: an unbound or dead one answers with that error.
 */
#include "libs.h"

#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../args/raise.h"
#include "../module/graph.h"
#include "buffer.h"
#include "module.h"

#define TYPE "deimos.object"
#define ARGUMENTS 6             /* GATE_ARGS: as many as a gate copies */

typedef void *const *volatile *slot_t;  /* of pointers to method tables */

struct object {
    int binding;                /* 0: closed */
    slot_t slot;
    char name[NAME_SIZE];       /* of the interface */
};

static struct object *check(lua_State *L, const char *what)
{
    return arg_data(L, 1, what, TYPE);
}

/* Integer, boolean, nil (0); string or buffer: its address. */
static u32 argument(lua_State *L, int index, const struct object *object,
                    const char *method)
{
    const char *what;

    switch (lua_type(L, index)) {
    case LUA_TNIL:
        return 0;
    case LUA_TBOOLEAN:
        return lua_toboolean(L, index);
    case LUA_TSTRING:
        return (u32)lua_tostring(L, index);
    case LUA_TUSERDATA:
        if (buffer_test(L, index))
            return (u32)buffer_test(L, index);
    }
    what = lua_pushfstring(L, "%s.%s %d", object->name, method, index);
    return arg_word(L, index, what);
}

/* Upvalues: the object, the method's index, its name. */
static int call(lua_State *L)
{
    struct object *object = lua_touserdata(L, lua_upvalueindex(1));
    int index = lua_tointeger(L, lua_upvalueindex(2));
    const char *name = lua_tostring(L, lua_upvalueindex(3));
    u32 arguments[ARGUMENTS], n = lua_gettop(L);
    u64 result;

    if (n > ARGUMENTS)
        return raise_format(L, "%s.%s: too many arguments (%d, at most %d)",
                            object->name, name, (int)n, ARGUMENTS);
    for (u32 i = 0; i < n; i++)
        arguments[i] = argument(L, (int)i + 1, object, name);
    if (!object->binding)
        return fail(L, "call", name, E_UNBOUND);
    result = recover_call((*object->slot)[index], arguments, n);
    if (result >> 32)
        return fail_died(L, name);
    if ((int)result == E_UNBOUND || (int)result == E_DEAD)
        return fail(L, "call", name, (int)result);
    lua_pushinteger(L, (int)result);
    return 1;
}

/* The object on top gets a table with a closure for each method. */
static void add_methods(lua_State *L, const char *words)
{
    int object = lua_gettop(L), n;

    push_words(L, words);
    n = luaL_len(L, -1);
    lua_newtable(L);
    for (int i = 1; i <= n; i++) {
        lua_geti(L, object + 1, i);
        lua_pushvalue(L, object);
        lua_pushinteger(L, i - 1);
        lua_pushvalue(L, -3);
        lua_pushcclosure(L, call, 3);
        lua_settable(L, -3);
    }
    lua_setiuservalue(L, object, 1);
    lua_settop(L, object);
}

int object_open(lua_State *L)
{
    int module = module_check(L, 1, "module:open self");
    const char *name = arg_name(L, 2, "module:open interface", ARG_NAME);
    struct object *object = lua_newuserdatauv(L, sizeof(*object), 1);
    struct graph_interface interface;
    struct graph_binding binding;
    int handle;

    object->binding = 0;
    luaL_setmetatable(L, TYPE);
    handle = ium_cm->bind(ium_self, "any", module, name);
    if (handle < 0)
        return fail_cm(L, "open", name, handle);
    object->binding = handle;
    if (!graph_binding(handle, &binding) ||
        !graph_interface(binding.interface, &interface))
        return fail(L, "open", name, E_HANDLE);
    object->slot = (slot_t)binding.slot;
    memcpy(object->name, interface.name, NAME_SIZE);
    add_methods(L, graph_methods(&interface));
    return 1;
}

static int get(lua_State *L)
{
    struct object *object = check(L, "object self");

    arg_text(L, 2, "object method", ARG_LONG);
    lua_getiuservalue(L, 1, 1);
    lua_pushvalue(L, 2);
    if (lua_gettable(L, -2) == LUA_TNIL)
        return raise_format(L, "interface '%s': %s '%s'", object->name,
                            fail_text(E_METHOD), lua_tostring(L, 2));
    return 1;
}

/* Also __gc and __close. What a death has unbound already is no error. */
static int close_object(lua_State *L)
{
    struct object *object = check(L, "deimos.close object");
    int error = 0;

    if (object->binding)
        error = ium_cm->unbind(object->binding);
    if (error < 0 && error != E_HANDLE)
        return fail_cm(L, "close", object->name, error);
    object->binding = 0;
    return 0;
}

static int to_string(lua_State *L)
{
    struct object *object = check(L, "object self");

    lua_pushfstring(L, "object %s (%s)", object->name,
                    object->binding ? "bound" : "closed");
    return 1;
}

void lib_object_open(lua_State *L)
{
    static const luaL_Reg meta[] = {
        { "__index", get },
        { "__gc", close_object },
        { "__close", close_object },
        { "__tostring", to_string },
        { NULL, NULL },
    };

    luaL_newmetatable(L, TYPE);
    luaL_setfuncs(L, meta, 0);
    lua_pop(L, 1);
    lua_pushcfunction(L, close_object);
    lua_setfield(L, -2, "close");
}
