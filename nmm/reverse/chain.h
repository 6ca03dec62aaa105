/* SPDX-License-Identifier: MIT */
/*
 * Chains: each frame's mappings as a list. Nodes lie in frames of the pool,
 * which stay with the chains until a trim; the first of each such frame is
 * its own link. method/mapping_method.S takes nodes, too.
 */
#pragma once

#include "../page/frame.h"

struct chain_node {
    struct chain_node *next;    /*  0 */
    u32 where;                  /*  4 linear page | slot of its space */
};

extern struct chain_node *chain_free;   /* the list */

/* At least so many free nodes; E_NOMEM. */
int chain_reserve(u32 nodes);
u32 chain_pages(void);
/* Pages without a node in use go back to the pool. */
void chain_trim(void);
/* All pages go back. The frames' chains are void then. */
void chain_drop(void);

/* Before: chain_reserve(). */
void chain_add(struct frame *frame, u32 where);
/* Before: it is in the chain. */
void chain_remove(struct frame *frame, u32 where);
/* The lowest page of the space in that slot, or PHYS_NOT_MAPPED. */
u32 chain_find(const struct frame *frame, u32 slot);
