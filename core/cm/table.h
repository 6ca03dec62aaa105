/* SPDX-License-Identifier: MIT */
/*
 * Tables of the graph: entries with handles. Pure. Each entry begins with
 * its handle: index + 1 in the low 12 bits, the slot's use count above, so
 * that a stale handle never names a later entry; 0 if the slot is free.
 */
#pragma once

#include "../api/types.h"

struct table {
    void *entries;
    u32 entry_size, capacity;
    u16 *free;                  /* indices of free slots, a stack */
    u32 free_count;
    u32 *uses;                  /* how often each slot has been used */
    u32 *live;                  /* count in the graph's header */
};

#define TABLE_INDEX_BITS 12
#define TABLE_INDEX_MASK ((1u << TABLE_INDEX_BITS) - 1)

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
    const u32 index = (handle & TABLE_INDEX_MASK) - 1;

    if (index >= table->capacity)
        return NULL;
    u32 *entry = table_at(table, index);
    return handle && *entry == handle ? entry : NULL;
}
