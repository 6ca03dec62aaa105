/* SPDX-License-Identifier: MIT */
/*
 * The proof that a module is gone, which its unload() alone says: its entry
 * in the graph is not its own any more, and the NMM has no such region. Ask
 * gone_note() before and gone_verify() afterwards. And what else the experiments
 * on the life of a module have in common.
 */
#pragma once

#include "deimos.h"
#include "look.h"

DEIMOS_RECEPTACLE(gone_nmm, nmm, "nmm", .from = "nmm");

struct gone {
    int module;                         /* handles; 0: not noted */
    u32 region;
    saddr_t base;                       /* of its image */
};

static inline struct graph_node gone_node(int module)
{
    struct graph_node node;

    graph_copy(&node, look_node(module), sizeof(node));
    return node;
}

/* The region that is there now; 0: none. */
static inline u32 gone_region_at(saddr_t base)
{
    struct region_info info;

    return gone_nmm->query_region(NMM_UPS, base, &info) > 0 ? info.region : 0;
}

/* 0, or E_VERIFY: it is not there as the graph has it. */
static inline int gone_note(struct gone *gone, int module)
{
    const struct graph_node node = gone_node(module);

    *gone = (struct gone){ module, node.region, node.base };
    return node.handle == (u32)module && node.region &&
           gone_region_at(node.base) == node.region ? 0 : E_VERIFY;
}

static inline int gone_verify(const struct gone *gone)
{
    return gone->module && gone_node(gone->module).handle !=
                           (u32)gone->module &&
           gone_region_at(gone->base) != gone->region ? 0 : E_VERIFY;
}

/* What unload() has answered: if it is gone, so is the handle. */
static inline int gone_unloaded(const struct gone *gone, int answer,
                                int *handle)
{
    if (answer < 0)
        return answer;
    *handle = 0;
    return gone_verify(gone);
}

/* Of a load or a bind: an error, or E_VERIFY for 0, which no handle is. */
static inline int gone_no_handle(int answer)
{
    return answer < 0 ? answer : E_VERIFY;
}
