/* SPDX-License-Identifier: MIT */
/* Chains of mappings, and the nodes that they are made of. */
#include "chain.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../nmm.h"
#include "../page/pool.h"

#define NODES (PAGE_SIZE / sizeof(struct chain_node) - 1)

struct node_page {
    struct node_page *next;
    u32 unused;                 /* free nodes, while trimming */
    struct chain_node node[NODES];
};

_Static_assert(sizeof(struct node_page) == PAGE_SIZE, "one frame");

struct chain_node *chain_free;

static struct node_page *pages;
static u32 page_count;

static void give(struct chain_node *node)
{
    node->next = chain_free;
    chain_free = node;
}

static bool grow(void)
{
    struct node_page *page = hard_fails() ? NULL : pool_create();

    if (!page)
        return false;
    page->next = pages;
    pages = page;
    page_count++;
    for (u32 i = NODES; i > 0; i--)
        give(&page->node[i - 1]);
    return true;
}

int chain_reserve(u32 nodes)
{
    for (const struct chain_node *n = chain_free; n && nodes; n = n->next)
        nodes--;
    for (; nodes > 0; nodes -= nodes < NODES ? nodes : NODES)
        if (!grow())
            return E_NOMEM;
    return E_OK;
}

u32 chain_pages(void)
{
    return page_count;
}

static struct node_page *page_of(const struct chain_node *node)
{
    return (struct node_page *)((u32)node & ENTRY_FRAME);
}

static void count_unused(void)
{
    for (struct node_page *page = pages; page; page = page->next)
        page->unused = 0;
    for (const struct chain_node *n = chain_free; n; n = n->next)
        page_of(n)->unused++;
}

/* The free list without nodes of pages that will go. */
static void keep_used(void)
{
    struct chain_node **link = &chain_free;

    while (*link)
        if (page_of(*link)->unused == NODES)
            *link = (*link)->next;
        else
            link = &(*link)->next;
}

void chain_trim(void)
{
    struct node_page **link = &pages;

    count_unused();
    keep_used();
    while (*link) {
        struct node_page *page = *link;

        if (page->unused != NODES) {
            link = &page->next;
            continue;
        }
        *link = page->next;
        page_count--;
        pool_destroy(page);
    }
}

void chain_drop(void)
{
    while (pages) {
        struct node_page *page = pages;

        pages = page->next;
        pool_destroy(page);
    }
    page_count = 0;
    chain_free = NULL;
}

void chain_add(struct frame *frame, u32 where)
{
    struct chain_node *node = chain_free;

    chain_free = node->next;
    *node = (struct chain_node){ frame->chain, where };
    frame->chain = node;
}

void chain_remove(struct frame *frame, u32 where)
{
    struct chain_node **link = &frame->chain;

    while ((*link)->where != where)
        link = &(*link)->next;
    struct chain_node *node = *link;
    *link = node->next;
    give(node);
}

u32 chain_find(const struct frame *frame, u32 slot)
{
    u32 lowest = 0xffffffff;

    for (const struct chain_node *n = frame->chain; n; n = n->next)
        if ((n->where & ~ENTRY_FRAME) == slot && n->where < lowest)
            lowest = n->where;
    return lowest == 0xffffffff ? PHYS_NOT_MAPPED : lowest & ENTRY_FRAME;
}
