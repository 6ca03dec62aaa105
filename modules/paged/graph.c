/* SPDX-License-Identifier: MIT */
/* What is there already, or still, by the system graph. */
#include "init.h"

#include "map.h"

#include "../../core/string.h"

static int says_paging(u32 constraint)
{
    static const char pair[] = "<paging, \"yes\">";
    struct graph_constraint found;

    if (!constraint)
        return 0;
    graph_copy(&found, offsetof(struct graph, constraints[constraint - 1]),
               sizeof(found));
    for (u32 i = 0; i + sizeof(pair) <= sizeof(found.pairs); i++)
        if (!memcmp(found.pairs + i, pair, sizeof(pair) - 1))
            return 1;
    return 0;
}

static int is_other(const struct graph_interface *found)
{
    struct graph_node node;

    if (!found->handle || found->node == (u32)paged.self ||
        strcmp(found->type, "memory") || !says_paging(found->constraint))
        return 0;
    graph_copy(&node, offsetof(struct graph, nodes[HANDLE_INDEX(found->node)]),
               sizeof(node));
    return node.state == NODE_LIVE;
}

int graph_has_paging_model(void)
{
    struct graph_interface found;

    for (u32 i = 0; i < GRAPH_INTERFACES; i++) {
        graph_copy(&found, offsetof(struct graph, interfaces[i]),
                   sizeof(found));
        if (is_other(&found))
            return 1;
    }
    return 0;
}
