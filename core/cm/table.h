/* SPDX-License-Identifier: MIT */
/*
 * Tables of the graph: entries with handles. Pure. Each entry begins with
 * its handle: index + 1 in the low 12 bits, the slot's use count above, so
 * that a stale handle never names a later entry; 0 if the slot is free.
 */
#pragma once

#include "../api/types.h"

#define TABLE_INDEX_BITS 12
#define TABLE_INDEX_MASK ((1u << TABLE_INDEX_BITS) - 1)

struct table {
    void *entries;
    u32 entry_size, capacity;
    u16 *free;                  /* indices of free slots, a stack */
    u32 free_count;
    u32 *uses;                  /* how often each slot has been used */
    u32 *live;                  /* count in the graph's header */
};

void table_init(struct table *table);
/* A cleared entry with its handle; NULL if the table is full. */
void *table_create(struct table *table);
void table_destroy(struct table *table, void *entry);
/* The live entry of that handle, or NULL. */
void *table_get(const struct table *table, u32 handle);
/* Entry `index`, live or not. */
void *table_at(const struct table *table, u32 index);
/* The index of a live entry: its handle tells. */
static inline u32 table_index(const void *entry)
{
    return (*(const u32 *)entry & TABLE_INDEX_MASK) - 1;
}
