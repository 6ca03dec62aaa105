/* SPDX-License-Identifier: MIT */
/* sources: core/memory/memory.c */
/* The division of memory: parts adjoin, in order, from 8 MiB to 3 GiB; in
 * several ranges, the UPS is as large as it can be. */
#include "../../core/memory/memory.h"
#include "check.h"

#define MIB (1u << 20)
#define RANGES 12u

static const struct memory_needs some = {
    MIB + 1200001, 777777, 30 * PAGE_SIZE, 40 * PAGE_SIZE, 8,
};

static void check_parts(const struct memory *m, unsigned end)
{
    CHECK(m->archive >= some.image_end &&
          m->archive - some.image_end < PAGE_SIZE);
    CHECK(m->core_end >= m->archive + some.archive);
    CHECK(m->frames >= m->core_end && m->pool > m->frames);
    CHECK(m->pool - m->frames >= m->end / PAGE_SIZE * some.frame);
    CHECK(m->pool_end > m->pool && m->ups == m->pool_end &&
          m->manager > m->ups);
    /* no page table has a page of the image and one of the UPS */
    CHECK(m->ups / (4 * MIB) > (some.image_end - 1) / (4 * MIB));
    CHECK_EQ(m->end - m->cm, some.cm);
    CHECK_EQ(m->cm - m->manager, some.loader);
    CHECK_EQ(m->end, end);
    /* the pool holds a directory and a table for each 4 MiB, and more */
    CHECK((m->pool_end - m->pool) / PAGE_SIZE >=
          1 + (end + 4 * MIB - 1) / (4 * MIB) + 64);
    CHECK((m->archive | m->frames | m->pool | m->ups | m->manager) % PAGE_SIZE
          == 0);
}

static void test_parts(unsigned end)
{
    const struct boot_range range = { MIB, end };
    struct memory m;

    CHECK(!memory_divide(&m, &range, 1, &some));
    CHECK_EQ(m.frames, m.core_end);
    check_parts(&m, end);
}

static int is_refused(unsigned start, unsigned end,
                      const struct memory_needs needs)
{
    const struct boot_range range = { start, end };
    struct memory m = { 0 };

    return memory_divide(&m, &range, 1, &needs) != NULL;
}

static void test_refusals(void)
{
    struct memory m = { 0 };

    CHECK(memory_divide(&m, NULL, 0, &some) != NULL);
    CHECK(is_refused(MIB, 4 * MIB,
                     (struct memory_needs){ 2 * MIB, 0, PAGE_SIZE, 0, 8 }));
    CHECK(is_refused(MIB, 2 * MIB,
                     (struct memory_needs){ 3 * MIB, 0, PAGE_SIZE, 0, 8 }));
    CHECK(is_refused(2 * MIB, 64 * MIB,
                     (struct memory_needs){ 3 * MIB, 0, PAGE_SIZE, 0, 8 }));
    CHECK(is_refused(MIB, 16 * MIB,
                     (struct memory_needs){ 2 * MIB, 12 * MIB, PAGE_SIZE,
                                            0, 8 }));
    CHECK(is_refused(MIB, 16 * MIB,
                     (struct memory_needs){ 2 * MIB, 0, 12 * MIB, 8 * MIB,
                                            8 }));
    CHECK(is_refused(MIB, 16 * MIB,
                     (struct memory_needs){ 2 * MIB, 0xfffff000, 0, 0, 8 }));
}

/* A hole at 15 MiB; the rest is larger, or is not. */
static void test_hole(void)
{
    struct boot_range ranges[] = {
        { 0, 640 << 10 }, { MIB, 15 * MIB }, { 16 * MIB, 512 * MIB },
        { 600 * MIB, 700 * MIB },
    };
    struct memory m;

    CHECK(!memory_divide(&m, ranges, 4, &some));
    CHECK_EQ(m.frames, 16 * MIB);
    CHECK(m.core_end < 15 * MIB);
    check_parts(&m, 512 * MIB);
    ranges[1].end = 3 * MIB;            /* room for core and archive alone */
    CHECK(!memory_divide(&m, ranges, 4, &some));
    check_parts(&m, 512 * MIB);
    ranges[1].end = 2 * MIB;            /* and not even that */
    CHECK(memory_divide(&m, ranges, 4, &some) != NULL);
    ranges[1].end = 15 * MIB;
    ranges[2].end = 20 * MIB;           /* the next one is larger, not last */
    CHECK(!memory_divide(&m, ranges, 4, &some));
    CHECK_EQ(m.frames, 600 * MIB);
    CHECK(!memory_divide(&m, ranges, 3, &some));
    check_parts(&m, 15 * MIB);
}

/* Sets of ranges: what is chosen lies in them, and no other has more. */
static void test_random(void)
{
    static unsigned state = 1;
    struct boot_range ranges[RANGES];
    struct memory m;

    for (unsigned round = 0; round < 2000; round++) {
        unsigned at = MIB, most = 0, found = 0;
        for (unsigned i = 0; i < RANGES; i++) {
            state = state * 1664525 + 1013904223;
            ranges[i] = (struct boot_range){
                at, at + (state >> 24) * MIB / (state >> 10 & 3 ? 4 : 1) +
                    4 * MIB };
            at = ranges[i].end + PAGE_SIZE * (1 + (state >> 8 & 255));
            const unsigned size = ranges[i].end - ranges[i].start;
            most = size > most ? size : most;
        }
        if (memory_divide(&m, ranges, RANGES, &some)) {
            CHECK(most < 16 * MIB);
            continue;
        }
        for (unsigned i = 0; i < RANGES; i++)
            found += m.frames >= ranges[i].start && m.end == ranges[i].end;
        CHECK_EQ(found, 1);
        /* the frame table grows with the end: a little may be lost to it */
        CHECK(m.manager - m.ups + 12 * MIB >= most);
    }
}

int main(void)
{
    for (unsigned mib = 16; mib <= 3072; mib += 13)
        test_parts(mib * MIB);
    test_parts(512 * MIB - 131072 + PAGE_SIZE);
    test_refusals();
    test_hole();
    test_random();
    return check_done();
}
