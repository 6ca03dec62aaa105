/* SPDX-License-Identifier: MIT */
/*
 * Tables of the graph: entries with handles. Pure. Each entry begins with
 * its handle: index + 1 in the low 12 bits, the kind in 2, the slot's use
 * count above, so that a handle names nothing in another table, and a stale
 * one no later entry (of 131,071); 0 if the slot is free.
 */
#pragma once

#include "../api/graph.h"
#include "../lib/slots.h"

struct table {
    void *entries;
    u32 entry_size, capacity;
    u32 kind;                   /* 0 to 3 */
    struct slots free;
    u32 *uses;                  /* of each slot, times 4, plus the kind */
    u32 *live;                  /* count in the graph's header */
};


void table_init(struct table *table);
/* A cleared entry with its handle; NULL if the table is full. */
void *table_create(struct table *table);
void table_destroy(struct table *table, void *entry);

/* Entry `index`, live or not. */
static inline void *table_at(const struct table *table, u32 index)
{
    return (u8 *)table->entries + index * table->entry_size;
}

/* The live entry of that handle, or NULL. */
static inline void *table_get(const struct table *table, u32 handle)
{
    const u32 index = HANDLE_INDEX(handle);

    if (index >= table->capacity)
        return NULL;
    u32 *entry = table_at(table, index);
    return handle && *entry == handle ? entry : NULL;
}
