/* SPDX-License-Identifier: MIT */
/* The system graph's storage: data only; the CM changes it. */
#include "graph.h"

#define PART(array, type) \
    { offsetof(struct graph, array), sizeof(struct type), \
      ARRAY_SIZE(graph.array), 0 }

/* Whole pages, so that nothing else is on them: all can read these. */
struct graph graph __attribute__((aligned(PAGE_SIZE)));

void graph_init(void)
{
    static const struct graph_part parts[GRAPH_PARTS] = {
        [GRAPH_PART_NODES] = PART(nodes, graph_node),
        [GRAPH_PART_INTERFACES] = PART(interfaces, graph_interface),
        [GRAPH_PART_RECEPTACLES] = PART(receptacles, graph_receptacle),
        [GRAPH_PART_BINDINGS] = PART(bindings, graph_binding),
        [GRAPH_PART_CONSTRAINTS] = PART(constraints, graph_constraint),
    };

    graph.magic = GRAPH_MAGIC;
    graph.version = GRAPH_VERSION;
    graph.size = sizeof(graph);
    graph.system_offset = offsetof(struct graph, system);
    graph.system_size = sizeof(graph.system);
    graph.text_offset = offsetof(struct graph, text);
    graph.part_count = GRAPH_PARTS;
    for (u32 i = 0; i < GRAPH_PARTS; i++)
        graph.parts[i] = parts[i];
}

const struct graph_node *graph_node_at(saddr_t address)
{
    u32 left = graph.parts[GRAPH_PART_NODES].live;

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
