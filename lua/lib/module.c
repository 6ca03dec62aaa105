/* SPDX-License-Identifier: MIT */
/* deimos: modules. A value of this type is the handle of one. */
#include "module.h"

#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../module/graph.h"
#include "libs.h"

#define TYPE "deimos.module"
#define DRAIN_MAX 86400         /* seconds */

struct module {
    int handle;
    char name[NAME_SIZE];
};

static struct module *check(lua_State *L, const char *what)
{
    return arg_data(L, 1, what, TYPE);
}

int module_check(lua_State *L, int index, const char *what)
{
    struct module *module = arg_data(L, index, what, TYPE);

    return module->handle;
}

int module_need(lua_State *L, int index, const char *what)
{
    const char *name;
    int handle;

    if (lua_type(L, index) != LUA_TSTRING)
        return module_check(L, index, what);
    name = arg_name(L, index, what, ARG_NAME);
    handle = ium_cm->find(name);
    if (handle < 0)
        handle = ium_cm->load(name);
    return handle < 0 ? fail_cm(L, "load", name, handle) : handle;
}

void push_words(lua_State *L, const char *words)
{
    int n = 0;

    lua_newtable(L);
    while (*(words += strspn(words, " "))) {
        size_t length = strcspn(words, " ");

        lua_pushlstring(L, words, length);
        lua_seti(L, -2, ++n);
        words += length;
    }
}

static int push_module(lua_State *L, int handle)
{
    struct graph_node node = { .name = "?" };
    struct module *module = lua_newuserdatauv(L, sizeof(*module), 0);

    graph_node(handle, &node);
    module->handle = handle;
    memcpy(module->name, node.name, NAME_SIZE);
    module->name[NAME_SIZE - 1] = '\0';
    luaL_setmetatable(L, TYPE);
    return 1;
}

static int load(lua_State *L)
{
    const char *name = arg_name(L, 1, "deimos.load name", ARG_NAME);
    int handle = ium_cm->load(name);

    return handle < 0 ? fail_cm(L, "load", name, handle)
                      : push_module(L, handle);
}

/* load(name): a program, which this module carries (core/api/carrier.h). */
static int load_by(lua_State *L)
{
    struct module *module = check(L, "module:load self");
    const char *name = arg_name(L, 2, "module:load name", ARG_NAME);
    int handle = ium_cm->load_by(module->handle, name);

    return handle < 0 ? fail_cm(L, "load", name, handle)
                      : push_module(L, handle);
}

/* space(): that of the module that carries it; nil: none does. */
static int space(lua_State *L)
{
    struct module *module = check(L, "module:space self");
    struct graph_node node;

    if (graph_node(module->handle, &node) && node.carrier)
        lua_pushinteger(L, (int)node.space);
    else
        luaL_pushfail(L);
    return 1;
}

static int find(lua_State *L)
{
    const char *name = arg_name(L, 1, "deimos.find name", ARG_NAME);
    int handle = ium_cm->find(name);

    if (handle >= 0)
        return push_module(L, handle);
    if (handle != E_NOTFOUND)
        return fail_cm(L, "find", name, handle);
    luaL_pushfail(L);
    return 1;
}

static int unload(lua_State *L)
{
    struct module *module = check(L, "module:unload self");
    int error = ium_cm->unload(module->handle);

    return error < 0 ? fail_cm(L, "unload", module->name, error) : 0;
}

/* replace(name): the new module, which has taken this one's place. */
static int replace(lua_State *L)
{
    struct module *module = check(L, "module:replace self");
    const char *name = arg_name(L, 2, "module:replace name", ARG_NAME);
    int handle = ium_cm->replace(module->handle, name);

    return handle < 0 ? fail_cm(L, "replace", module->name, handle)
                      : push_module(L, handle);
}

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

/*
 * drain(seconds [, step]): unload as soon as nothing holds the module, with
 * no new binding meanwhile; step() is called while it waits. Past the limit
 * the module is as before, and the last refusal is raised.
 */
static int drain(lua_State *L)
{
    struct module *module = check(L, "module:drain self");
    const u32 seconds = (u32)arg_integer(L, 2, "module:drain seconds", 0,
                                         DRAIN_MAX);
    u32 hz, began = ticks();
    int error;

    if (!lua_isnoneornil(L, 3) && !lua_isfunction(L, 3))
        arg_fail(L, "module:drain step", "function expected, got %s",
                 luaL_typename(L, 3));
    GRAPH_READ(system.tick_hz, hz);
    error = ium_cm->drain(module->handle, 1);
    if (error < 0)
        return fail_cm(L, "drain", module->name, error);
    for (;;) {
        error = ium_cm->unload(module->handle);
        if (error >= 0)
            return 0;
        if (ticks() - began >= seconds * hz)
            break;
        if (!lua_isnoneornil(L, 3)) {
            lua_pushvalue(L, 3);
            if (lua_pcall(L, 0, 0, 0)) {
                ium_cm->drain(module->handle, 0);
                return lua_error(L);
            }
        }
    }
    fail_push_cm(L, "drain", module->name, error);
    ium_cm->drain(module->handle, 0);
    return lua_error(L);
}

/* interfaces(): a list of { name, type, methods = {...} }. */
static int interfaces(lua_State *L)
{
    struct module *module = check(L, "module:interfaces self");
    struct graph_interface interface;
    struct graph_node node;
    int n = 0;

    if (!graph_node(module->handle, &node))
        return fail(L, "interfaces of", module->name, E_HANDLE);
    lua_newtable(L);
    for (u32 next = node.first_interface; next; next = interface.next) {
        if (!graph_interface_at(next - 1, &interface))
            break;
        lua_newtable(L);
        lua_pushstring(L, interface.name);
        lua_setfield(L, -2, "name");
        lua_pushstring(L, interface.type);
        lua_setfield(L, -2, "type");
        push_words(L, graph_methods(&interface));
        lua_setfield(L, -2, "methods");
        lua_seti(L, -2, ++n);
    }
    return 1;
}

/* The upvalue is the table of methods. */
static int get(lua_State *L)
{
    struct module *module = check(L, "module self");
    const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

    lua_settop(L, 2);
    if (!strcmp(key, "name"))
        lua_pushstring(L, module->name);
    else if (!strcmp(key, "handle"))
        lua_pushinteger(L, module->handle);
    else
        lua_gettable(L, lua_upvalueindex(1));
    return 1;
}

static int equal(lua_State *L)
{
    const struct module *a = luaL_testudata(L, 1, TYPE);
    const struct module *b = luaL_testudata(L, 2, TYPE);

    lua_pushboolean(L, a && b && a->handle == b->handle);
    return 1;
}

static int to_string(lua_State *L)
{
    struct module *module = check(L, "module self");

    lua_pushfstring(L, "module %s (%d)", module->name, module->handle);
    return 1;
}

void lib_module_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "load", load },
        { "find", find },
        { NULL, NULL },
    };
    static const luaL_Reg meta[] = {
        { "__eq", equal },
        { "__tostring", to_string },
        { NULL, NULL },
    };
    static const luaL_Reg methods[] = {
        { "unload", unload }, { "replace", replace }, { "drain", drain },
        { "load", load_by }, { "space", space },
        { "interfaces", interfaces },
        { "open", object_open },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
    luaL_newmetatable(L, TYPE);
    luaL_setfuncs(L, meta, 0);
    luaL_newlib(L, methods);
    lua_pushcclosure(L, get, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
