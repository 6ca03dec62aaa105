/* SPDX-License-Identifier: MIT */
/*
 * deimos: the system graph as tables. A snapshot is consistent: if the CM
 * changes the graph while it is taken, it is taken again.
 */
#include "libs.h"

#include "lauxlib.h"

#include "../module/graph.h"
#include "module.h"

static void set_integer(lua_State *L, const char *key, u32 value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

static void set_string(lua_State *L, const char *key, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

static void set_constraint(lua_State *L, u32 number)
{
    struct graph_constraint constraint;

    graph_constraint(number, &constraint);
    set_string(L, "pairs", constraint.pairs);
    set_string(L, "predicate", constraint.predicate);
}

static const char *type_name(u32 type)
{
    static const char *const names[] = {
        "?", [MODULE_APPLICATION] = "application", [MODULE_SYSTEM] = "system",
        [MODULE_BINDING] = "binding", [MODULE_WRAPPER] = "wrapper",
    };

    return names[type < ARRAY_SIZE(names) ? type : 0];
}

static const char *state_name(u8 state)
{
    static const char *const names[] = {
        "?", [NODE_LIVE] = "live", [NODE_DEAD] = "dead",
        [NODE_DRAINING] = "draining", [NODE_GONE] = "gone",
    };

    return names[state < ARRAY_SIZE(names) ? state : 0];
}

static int push_node(lua_State *L, u32 index)
{
    struct graph_node node;

    if (!graph_node_at(index, &node))
        return 0;
    lua_newtable(L);
    set_integer(L, "handle", node.handle);
    set_string(L, "name", node.name);
    set_string(L, "type", type_name(node.type));
    set_string(L, "state", state_name(node.state));
    set_integer(L, "interfaces", node.interfaces);
    set_integer(L, "receptacles", node.receptacles);
    set_integer(L, "bound_in", node.bound_in);
    set_integer(L, "bound_out", node.bound_out);
    set_integer(L, "serial", node.serial);
    set_integer(L, "base", node.base);
    set_integer(L, "size", node.size);
    set_integer(L, "region", node.region);
    set_integer(L, "init", node.init);
    set_integer(L, "exit", node.exit);
    set_integer(L, "carrier", node.carrier);
    set_integer(L, "carries", node.carries);
    set_integer(L, "space", node.space);
    return 1;
}

static int push_interface(lua_State *L, u32 index)
{
    struct graph_interface interface;

    if (!graph_interface_at(index, &interface))
        return 0;
    lua_newtable(L);
    set_integer(L, "handle", interface.handle);
    set_integer(L, "node", interface.node);
    set_string(L, "name", interface.name);
    set_string(L, "type", interface.type);
    set_integer(L, "bound", interface.bound);
    set_integer(L, "table", interface.table);
    set_constraint(L, interface.constraint);
    push_words(L, graph_methods(&interface));
    lua_setfield(L, -2, "methods");
    return 1;
}

static int push_receptacle(lua_State *L, u32 index)
{
    struct graph_receptacle receptacle;

    if (!graph_receptacle_at(index, &receptacle))
        return 0;
    lua_newtable(L);
    set_integer(L, "handle", receptacle.handle);
    set_integer(L, "node", receptacle.node);
    set_string(L, "name", receptacle.name);
    set_string(L, "type", receptacle.type);
    set_integer(L, "count", receptacle.count);
    set_integer(L, "bound", receptacle.bound);
    set_integer(L, "slots", receptacle.slots);
    set_constraint(L, receptacle.constraint);
    return 1;
}

static int push_binding(lua_State *L, u32 index)
{
    struct graph_binding binding;

    if (!graph_binding_at(index, &binding))
        return 0;
    lua_newtable(L);
    set_integer(L, "handle", binding.handle);
    set_integer(L, "caller", binding.caller);
    set_integer(L, "provider", binding.provider);
    set_integer(L, "receptacle", binding.receptacle);
    set_integer(L, "interface", binding.interface);
    set_integer(L, "slot", binding.slot);
    set_string(L, "kind", binding.selector ? "gate" : "near");
    set_integer(L, "selector", binding.selector);
    return 1;
}

static const struct part {
    const char *name;
    int (*push)(lua_State *L, u32 index);
} parts[] = {
    [GRAPH_PART_NODES] = { "nodes", push_node },
    [GRAPH_PART_INTERFACES] = { "interfaces", push_interface },
    [GRAPH_PART_RECEPTACLES] = { "receptacles", push_receptacle },
    [GRAPH_PART_BINDINGS] = { "bindings", push_binding },
};

static void add_part(lua_State *L, u32 which)
{
    struct graph_part part;
    u32 n = 0;

    GRAPH_READ(parts[which], part);
    lua_createtable(L, part.live, 0);
    for (u32 i = 0; i < part.capacity && n < part.live; i++) {
        if (parts[which].push(L, i))
            lua_seti(L, -2, ++n);
    }
    lua_setfield(L, -2, parts[which].name);
}

static void add_header(lua_State *L, u32 generation)
{
    u32 version;

    GRAPH_READ(version, version);
    set_integer(L, "version", version);
    set_integer(L, "generation", generation);
    machine_push(L);
    lua_setfield(L, -2, "system");
}

static int graph(lua_State *L)
{
    u32 before;

    do {
        lua_settop(L, 0);
        before = graph_generation();
        lua_newtable(L);
        add_header(L, before);
        for (u32 i = 0; i < ARRAY_SIZE(parts); i++)
            add_part(L, i);
    } while (graph_has_changed(before));
    return 1;
}

void lib_graph_open(lua_State *L)
{
    lua_pushcfunction(L, graph);
    lua_setfield(L, -2, "graph");
}
