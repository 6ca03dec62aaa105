/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proofs of experiment flush, for any number of pages: the answer of the
 * call, the bits of each page in memory, and what each store does.
 */
#include "../../bench/experiments/flush/flush.c"

#include "check.h"
#include "teardown.h"

#define MOST 5u

static int bits[MOST], stores[MOST];    /* of each page; 1: it can be written */
static int flush_error, flushes;

void flush_fault(void) { }

int flush_store(saddr_t page)
{
    return stores[page / PAGE_SIZE];
}

static int attributes(u32 space, laddr_t at, u32 count, u32 clear, u32 set,
                      u32 strategy)
{
    CHECK(space == NMM_UPS && count == 1 && !clear && !set &&
          strategy == FLUSH_NONE);
    return bits[at / PAGE_SIZE];
}

static int flush(u32 space, laddr_t at, u32 count, u32 strategy)
{
    CHECK(space == NMM_UPS && !at && count == pages && strategy == FLUSH_CR3);
    flushes++;
    return flush_error;
}

static const struct nmm nmm_table = {
    .page_attributes = attributes, .flush = flush };

/* All pages as they are to be, but for one that has or does something else. */
static int passes(int (*check)(void), int good, u32 odd, int has, int does)
{
    for (u32 i = 0; i < MOST; i++) {
        bits[i] = MAP_PRESENT | good;
        stores[i] = 0;
    }
    bits[odd] = has;
    stores[odd] = does;
    return check() == 0;
}

static void test_pages(int (*check)(void), int good)
{
    for (u32 odd = 0; odd < MOST; odd++)
        for (u32 i = 0; i < 9 * 2; i++) {
            const int some = i % 9 == 8 ? E_NOTFOUND :
                MAP_PRESENT | (i & 1 ? MAP_WRITE : 0) |
                (i & 2 ? MAP_ACCESSED : 0) | (i & 4 ? MAP_DIRTY : 0);
            const int does = i >= 9;
            CHECK_EQ(passes(check, good, odd, some, does), odd >= pages ||
                     (some >= 0 && (some & CHANGED) == good && !does));
        }
}

static void test_answers(int (*check)(void), int good)
{
    for (u32 i = 0; i < 8; i++) {
        result = MAP_PRESENT | (i & 1 ? MAP_WRITE : 0) |
                 (i & 2 ? MAP_ACCESSED : 0) | (i & 4 ? MAP_DIRTY : 0);
        CHECK_EQ(passes(check, good, 0, good, 0), i == 7);
    }
    result = E_NOTFOUND;
    CHECK_EQ(passes(check, good, 0, good, 0), 0);
    result = MAP_PRESENT | CHANGED;
}

static void set_scene(void)
{
    attached = 1;
    paging_before = 0;
    window = 11;
    backing = 12;
}

static void test_tear_down(void)
{
    static const int all[] = { GIVEN_VECTOR + PAGE_FAULT, GIVEN_PAGING, 11,
                               12 };

    nmm = &giving_nmm;
    vector = &giving_vector;
    check_given(set_scene, tear_down, all, 4);
}

int main(void)
{
    nmm = &nmm_table;
    for (pages = 1; pages <= MOST; pages++) {
        test_answers(check, MAP_ACCESSED);
        test_pages(check, MAP_ACCESSED);
        CHECK_EQ(flushes, 0);
        test_answers(check_none, 0);
        test_pages(check_none, 0);
        CHECK(flushes > 0);
        flush_error = E_NOMEM;
        CHECK_EQ(passes(check_none, 0, 0, 0, 0), 0);
        flush_error = flushes = 0;
    }
    test_tear_down();
    return check_done();
}
