/* SPDX-License-Identifier: MIT */
/* sources: core/registry/table.c */
/* Handles: unique while live, stale for ever after. */
#include "../../core/registry/table.h"
#include "check.h"

#define CAPACITY 1100             /* beyond what one word of `any` has */

struct entry {
    u32 handle;
    u32 payload;
};

static struct entry entries[CAPACITY];
static u32 uses[CAPACITY], live;

static struct table table = {
    .entries = entries, .entry_size = sizeof(struct entry),
    .capacity = CAPACITY, .uses = uses, .live = &live,
};

static void test_full(void)
{
    struct entry *e[CAPACITY];

    for (u32 i = 0; i < CAPACITY; i++) {
        e[i] = table_create(&table);
        CHECK(e[i] && table_get(&table, e[i]->handle) == e[i]);
    }
    CHECK_EQ(live, CAPACITY);
    CHECK(!table_create(&table));
    for (u32 i = 0; i < CAPACITY; i++) {
        const u32 handle = e[i]->handle;
        table_destroy(&table, e[i]);
        CHECK(!table_get(&table, handle));
    }
    CHECK_EQ(live, 0);
}

static void test_stale(void)
{
    u32 before = 0;

    for (u32 i = 0; i < 140000; i++) {        /* more than a slot's uses */
        struct entry *e = table_create(&table);
        CHECK((s32)e->handle > 0 && e->handle != before &&
              (handle_uses(GRAPH_BITS, e->handle) & 3) == table.kind);
        CHECK(!before || !table_get(&table, before));
        CHECK(table_at(&table, HANDLE_INDEX(e->handle)) == e);
        before = e->handle;
        table_destroy(&table, e);
    }
}

/* The lowest slot that is free, whatever came before. */
static void test_lowest(void)
{
    struct entry *e[CAPACITY];

    for (u32 i = 0; i < CAPACITY; i++)
        e[i] = table_create(&table);
    for (u32 i = 0; i < CAPACITY; i += 3)
        table_destroy(&table, e[(i * 7) % CAPACITY]);
    for (u32 i = 0; i < CAPACITY; i++) {
        if (entries[i].handle)
            continue;
        CHECK(table_create(&table) == &entries[i]);
    }
    CHECK(!table_create(&table));
    for (u32 i = 0; i < CAPACITY; i++)
        table_destroy(&table, &entries[i]);
}

static void test_nonsense(void)
{
    CHECK(!table_get(&table, 0));
    CHECK(!table_get(&table, 0xffffffff));
    CHECK(!table_get(&table, CAPACITY + 1));
    CHECK(!table_get(&table, 1u << 12));
    for (u32 handle = 0; handle < 100000; handle++)
        CHECK(!table_get(&table, handle * 37));
}

int main(void)
{
    table_init(&table);
    test_full();
    test_stale();
    test_lowest();
    test_nonsense();
    return check_done();
}
