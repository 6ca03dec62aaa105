/* SPDX-License-Identifier: MIT */
/* Who lives where, by the system graph. */
#include "module_at.h"

#include "../../../core/api/graph.h"

static int is_at(const struct graph_node *node, u32 address)
{
    return node->state != NODE_DEAD && address - node->base < node->size;
}

static int is_of(const struct graph_node *node, u32 handle)
{
    return node->state != NODE_DEAD && node->handle == handle;
}

/* All is 0 of none. */
static struct graph_node find(int (*fits)(const struct graph_node *, u32),
                              u32 what)
{
    struct graph_node node;
    u32 left;

    GRAPH_READ(parts[GRAPH_PART_NODES].live, left);
    for (u32 i = 0; left && i < GRAPH_NODES; i++) {
        GRAPH_READ(nodes[i], node);
        if (!node.handle)
            continue;
        left--;
        if (fits(&node, what))
            return node;
    }
    return (struct graph_node){ 0 };
}

u32 module_at(const void *address)
{
    return find(is_at, (u32)address).handle;
}

struct module_image module_image_at(const void *address)
{
    const struct graph_node node = find(is_at, (u32)address);

    return (struct module_image){ node.base, node.size };
}

int module_lives(u32 handle)
{
    return find(is_of, handle).handle != 0;
}
