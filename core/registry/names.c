/* SPDX-License-Identifier: MIT */
/*
 * The index of names: a list of nodes for each hash.
 *
 * Invariant: a list holds live nodes, the newest first: names are added in
 * the order of the serial numbers. A number is an index + 1, or 0; where
 * next[n] is m, previous[m] is n.
 */
#include "names.h"

#include "../lib/crc32.h"
#include "../lib/string.h"
#include "registry.h"

#define BUCKETS 1024

static u16 first[BUCKETS];
static u16 next[GRAPH_NODES], previous[GRAPH_NODES];
static u8 known[GRAPH_NODES];

static u32 bucket_of(const char *name)
{
    return crc32(0, name, (u32)strlen(name)) % BUCKETS;
}

void names_add(const struct graph_node *node)
{
    const u32 index = HANDLE_INDEX(node->handle);
    u16 *head = &first[bucket_of(node->name)];

    next[index] = *head;
    previous[index] = 0;
    if (*head)
        previous[*head - 1] = (u16)(index + 1);
    *head = (u16)(index + 1);
    known[index] = 1;
}

void names_remove(const struct graph_node *node)
{
    const u32 index = HANDLE_INDEX(node->handle);
    const u16 before = previous[index], after = next[index];

    if (!known[index])
        return;
    if (before)
        next[before - 1] = after;
    else
        first[bucket_of(node->name)] = after;
    if (after)
        previous[after - 1] = before;
    known[index] = 0;
}

struct graph_node *find_module(const char *name)
{
    for (u32 i = first[bucket_of(name)]; i; i = next[i - 1]) {
        struct graph_node *node = table_at(&nodes, i - 1);
        if (node->state == NODE_LIVE && is_same(node->name, name))
            return node;
    }
    return NULL;
}
