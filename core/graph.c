/* SPDX-License-Identifier: MIT */
/* The system graph's storage: data only; the CM changes it. */
#include "graph.h"

struct graph graph __attribute__((aligned(PAGE_SIZE)));

void graph_init(void)
{
    graph.magic = GRAPH_MAGIC;
    graph.size = sizeof(graph);
}

const struct graph_node *graph_node_at(saddr_t address)
{
    u32 left = graph.live_nodes;

    for (u32 i = 0; left && i < GRAPH_NODES; i++) {
        const struct graph_node *node = &graph.nodes[i];
        if (!node->handle)
            continue;
        left--;
        if (node->size && address - node->base < node->size)
            return node;
    }
    return NULL;
}
