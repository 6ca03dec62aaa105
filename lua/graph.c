/* SPDX-License-Identifier: MIT */
#include "graph.h"

#include <string.h>

/* Every kind of entry begins with its handle. */
#define ENTRY_AT(kind, table, limit)                                        \
    int graph_##kind##_at(u32 index, struct graph_##kind *entry)            \
    {                                                                       \
        if (index >= (limit))                                               \
            return 0;                                                       \
        graph_copy(entry, offsetof(struct graph, table) +                   \
                          index * sizeof(*entry), sizeof(*entry));          \
        return entry->handle != 0;                                          \
    }

ENTRY_AT(node, nodes, GRAPH_NODES)
ENTRY_AT(interface, interfaces, GRAPH_INTERFACES)
ENTRY_AT(receptacle, receptacles, GRAPH_RECEPTACLES)
ENTRY_AT(binding, bindings, GRAPH_BINDINGS)

int graph_node(u32 handle, struct graph_node *node)
{
    return graph_node_at(HANDLE_INDEX(handle), node) &&
           node->handle == handle;
}

int graph_interface(u32 handle, struct graph_interface *interface)
{
    return graph_interface_at(HANDLE_INDEX(handle), interface) &&
           interface->handle == handle;
}

int graph_binding(u32 handle, struct graph_binding *binding)
{
    return graph_binding_at(HANDLE_INDEX(handle), binding) &&
           binding->handle == handle;
}

/* A wrapper's names lie in the core, out of reach: they are its type's. */
static const struct {
    const char *type, *methods;
} wrappers[] = {
    { "cm", CM_METHODS },
    { "nmm", NMM_METHODS },
    { "port", PORT_METHODS },
    { "vector", VECTOR_METHODS },
    { "console", CONSOLE_METHODS },
};

const char *graph_methods(const struct graph_interface *interface)
{
    struct graph_node node;

    if (!graph_node(interface->node, &node) || node.state != NODE_LIVE)
        return "";
    if (node.base)
        return (const char *)interface->methods;
    for (u32 i = 0; i < ARRAY_SIZE(wrappers); i++) {
        if (!strcmp(wrappers[i].type, interface->type))
            return wrappers[i].methods;
    }
    return "";
}
