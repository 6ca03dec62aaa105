/* SPDX-License-Identifier: MIT */
/* The CM's state: its tables over the graph, and the reason. */
#include "registry.h"

#include "../lib/format.h"
#include "../image/loader.h"
#include "../lib/string.h"

#define TABLE(number, name, type, size)                                  \
    _Static_assert(size <= SLOTS_MOST, "slots.h");                       \
    static u32 name##_uses[size];                                        \
    struct table name = {                                                \
        .kind = number, .entry_size = sizeof(struct type),               \
        .capacity = size,                                                \
        .uses = name##_uses }

const struct core_exports *core;

TABLE(0, nodes, graph_node, GRAPH_NODES);
TABLE(1, interfaces, graph_interface, GRAPH_INTERFACES);
TABLE(2, receptacles, graph_receptacle, GRAPH_RECEPTACLES);
TABLE(3, bindings, graph_binding, GRAPH_BINDINGS);

static char reason[REASON_SIZE];
static int reason_error;
u32 changes, changes_cr0;

static void attach(struct table *table, void *entries,
                   enum graph_parts part)
{
    table->entries = entries;
    table->live = &core->graph->parts[part].live;
    table_init(table);
}

void state_init(const struct core_exports *exports)
{
    struct graph *g = exports->graph;

    core = exports;
    attach(&nodes, g->nodes, GRAPH_PART_NODES);
    attach(&interfaces, g->interfaces, GRAPH_PART_INTERFACES);
    attach(&receptacles, g->receptacles, GRAPH_PART_RECEPTACLES);
    attach(&bindings, g->bindings, GRAPH_PART_BINDINGS);
}

int refuse(int error, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    format_va(reason, sizeof(reason), fmt, args);
    va_end(args);
    reason_error = error;
    return error;
}

int refuse_full(const char *what, u32 most)
{
    return refuse(E_FULL, "no room for another %s: %u is the limit", what,
                  most);
}

void reason_clear(void)
{
    reason[0] = 0;
}

int reason_is_of(int error)
{
    return reason[0] && reason_error == error;
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

