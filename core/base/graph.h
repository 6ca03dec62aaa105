/* SPDX-License-Identifier: MIT */
/* The system graph's storage, and look-ups that the core itself needs. */
#pragma once

#include "../api/graph.h"

extern struct graph graph;

void graph_init(void);
/* The module whose image holds this address of the UPS, or NULL. */
const struct graph_node *graph_node_at(saddr_t address);

/* Do these bytes of the UPS, at least one, lie in that module's image? */
static inline int graph_is_inside(u32 handle, saddr_t first, u32 size)
{
    const struct graph_node *node = graph_node_at(first);

    return node && node->handle == handle &&
           size <= node->size - (first - node->base);
}

/* Does it lie in that module's image, or in that of a module which it carries? */
static inline int graph_is_part(const struct graph_node *node,
                                saddr_t address)
{
    const struct graph_node *at;

    if (address - node->base < node->size || !node->carries)
        return address - node->base < node->size;
    at = graph_node_at(address);
    return at && at->carrier == node->handle;
}

/* The module with this handle, or NULL. */
static inline const struct graph_node *graph_node_of(u32 handle)
{
    const u32 index = HANDLE_INDEX(handle);

    return index < GRAPH_NODES && graph.nodes[index].handle == handle
               ? &graph.nodes[index] : NULL;
}

/* Around what a reader must not see half of; not nested. */
static inline void graph_begin(struct graph *g)
{
    g->generation |= 1;
}

static inline void graph_end(struct graph *g)
{
    g->generation = (g->generation | 1) + 1;
}
