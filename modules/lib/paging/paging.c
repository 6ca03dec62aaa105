/* SPDX-License-Identifier: MIT */
/* Paging on and off, by what is there already, or still. */
#include "paging.h"

#include "../../../core/lib/string.h"
#include "../space/parts.h"

static int own;                 /* handle of this module */
static int switched;            /* paging is on for models like this one */

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

    if (!found->handle || found->node == (u32)own ||
        strcmp(found->type, "memory") || !says_paging(found->constraint))
        return 0;
    graph_copy(&node, offsetof(struct graph, nodes[HANDLE_INDEX(found->node)]),
               sizeof(node));
    return node.state == NODE_LIVE;
}

static int is_switched(void)
{
    return switched;
}

static const struct paging paging = { is_switched };

DEIMOS_INTERFACE("paging", "paging", paging, PAGING_METHODS);

/* That model's word. Nobody is bound to it for this: it is asked inside this
 * one's init, where no other module comes or goes. */
static int says_switched(const struct graph_interface *memory)
{
    struct graph_interface found;

    for (u32 i = 0; i < GRAPH_INTERFACES; i++) {
        graph_copy(&found, offsetof(struct graph, interfaces[i]),
                   sizeof(found));
        if (found.handle && found.node == memory->node &&
            !strcmp(found.type, "paging"))
            return ((const struct paging *)found.table)->is_switched();
    }
    return 1;                           /* of another make */
}

/* Another live model that has its clients in page tables? Or one that says
 * that paging is on for such models? */
static int has_peer(int that_switched)
{
    struct graph_interface found;

    for (u32 i = 0; i < GRAPH_INTERFACES; i++) {
        graph_copy(&found, offsetof(struct graph, interfaces[i]),
                   sizeof(found));
        if (is_other(&found) && (!that_switched || says_switched(&found)))
            return 1;
    }
    return 0;
}

int model_paging_start(int self)
{
    const int was = nmm->paging(1);

    own = self;
    switched = was == 0 || has_peer(1);
    return was < 0 ? was : 0;
}

void model_paging_stop(void)
{
    if (switched && !has_peer(0))
        nmm->paging(0);
}
