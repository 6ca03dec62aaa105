/* SPDX-License-Identifier: MIT */
/* The CM's state: its tables over the graph, and the reason. */
#include "cm.h"

#include "../format.h"
#include "../loader.h"
#include "../string.h"

#define TABLE(name, type, size)                                          \
    static u16 name##_free[size];                                        \
    static u32 name##_uses[size];                                        \
    struct table name = {                                                \
        .entry_size = sizeof(struct type), .capacity = size,             \
        .free = name##_free, .uses = name##_uses }

const struct services *core;

TABLE(nodes, graph_node, GRAPH_NODES);
TABLE(interfaces, graph_interface, GRAPH_INTERFACES);
TABLE(receptacles, graph_receptacle, GRAPH_RECEPTACLES);
TABLE(bindings, graph_binding, GRAPH_BINDINGS);

static char reason[REASON_SIZE];


static void attach(struct table *table, void *entries, u32 *live)
{
    table->entries = entries;
    table->live = live;
    table_init(table);
}

void state_init(const struct services *services)
{
    struct graph *g = services->graph;

    core = services;
    attach(&nodes, g->nodes, &g->live_nodes);
    attach(&interfaces, g->interfaces, &g->live_interfaces);
    attach(&receptacles, g->receptacles, &g->live_receptacles);
    attach(&bindings, g->bindings, &g->live_bindings);
}

int refuse(int error, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    format_va(reason, sizeof(reason), fmt, args);
    va_end(args);
    return error;
}

void reason_clear(void)
{
    reason[0] = 0;
}

const char *reason_text(void)
{
    return reason;
}

struct graph_interface *find_interface(const struct graph_node *node,
                                       const char *name)
{
    for (u32 i = node->first_interface; i;) {
        struct graph_interface *entry = table_at(&interfaces, i - 1);
        if (is_same(entry->name, name))
            return entry;
        i = entry->next;
    }
    return NULL;
}

struct graph_receptacle *find_receptacle(const struct graph_node *node,
                                         const char *name)
{
    for (u32 i = node->first_receptacle; i;) {
        struct graph_receptacle *entry = table_at(&receptacles, i - 1);
        if (is_same(entry->name, name))
            return entry;
        i = entry->next;
    }
    return NULL;
}

/* The newest live one: the serial number counts loads. */
struct graph_node *find_module(const char *name)
{
    struct graph_node *found = NULL;
    u32 left = core->graph->live_nodes;

    for (u32 i = 0; left; i++) {
        struct graph_node *node = table_at(&nodes, i);
        if (!node->handle)
            continue;
        left--;
        if (node->state == NODE_LIVE && is_same(node->name, name) &&
            (!found || node->serial > found->serial))
            found = node;
    }
    return found;
}
