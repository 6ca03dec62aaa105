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

void graph_constraint(u32 number, struct graph_constraint *constraint)
{
    memset(constraint, 0, sizeof(*constraint));
    if (number - 1 < GRAPH_CONSTRAINTS)
        graph_copy(constraint, offsetof(struct graph, constraints) +
                               (number - 1) * sizeof(*constraint),
                   sizeof(*constraint));
}

/* The names of a core module's methods lie in the graph itself. */
const char *graph_methods(const struct graph_interface *interface)
{
    static char text[GRAPH_TEXT_SIZE];
    struct graph_node node;
    u32 at = interface->methods - offsetof(struct graph, text);

    if (!graph_node(interface->node, &node) || node.state != NODE_LIVE)
        return "";
    if (node.base)
        return (const char *)interface->methods;
    if (at >= sizeof(text))
        return "";
    GRAPH_READ(text, text);
    return text + at;
}
