/* SPDX-License-Identifier: MIT */
/* Tables with handles. */
#include "table.h"

#include "../lib/string.h"

#define KINDS      4

void table_init(struct table *t)
{
    slots_init(&t->free, t->capacity);
    for (u32 i = 0; i < t->capacity; i++)
        t->uses[i] = t->kind;
}

void *table_create(struct table *t)
{
    const u32 index = slots_take(&t->free);

    if (index == SLOTS_NONE)
        return NULL;
    u32 *entry = table_at(t, index);

    memset(entry, 0, t->entry_size);
    t->uses[index] = (t->uses[index] + KINDS) & HANDLE_USES(GRAPH_BITS);
    *entry = handle_make(GRAPH_BITS, index + 1, t->uses[index]);
    ++*t->live;
    return entry;
}

void table_destroy(struct table *t, void *entry)
{
    const u32 index = HANDLE_INDEX(*(u32 *)entry);

    memset(entry, 0, t->entry_size);
    slots_put(&t->free, index);
    --*t->live;
}
