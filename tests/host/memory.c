/* SPDX-License-Identifier: MIT */
/* sources: core/boot/memory.c */
/* The division of memory: parts adjoin, in order, from 8 MiB to 3 GiB. */
#include "../../core/boot/memory.h"
#include "check.h"

#define MIB (1u << 20)

unsigned nmm_frame_table_size(unsigned end);    /* of nmm/page/frame.c */

unsigned nmm_frame_table_size(unsigned end)
{
    return (end / PAGE_SIZE * 8 + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

static void test_parts(unsigned end)
{
    struct memory m;
    const unsigned image_end = MIB + 1200001, archive = 777777,
                   loader = 30 * PAGE_SIZE, cm = 40 * PAGE_SIZE;

    CHECK(!memory_divide(&m, MIB, end, image_end, archive, loader, cm));
    CHECK(m.archive >= image_end && m.archive - image_end < PAGE_SIZE);
    CHECK(m.core_end >= m.archive + archive);
    CHECK(m.frames == m.core_end && m.pool > m.frames);
    CHECK(m.pool_end > m.pool && m.ups == m.pool_end && m.manager > m.ups);
    CHECK_EQ(m.end - m.cm, cm);
    CHECK_EQ(m.cm - m.manager, loader);
    CHECK(m.end <= end && end - m.end < PAGE_SIZE);
    /* the pool holds a directory and a table for each 4 MiB, and more */
    CHECK((m.pool_end - m.pool) / PAGE_SIZE >= 1 + end / (4 * MIB) + 64);
    CHECK((m.archive | m.frames | m.pool | m.ups | m.manager) % PAGE_SIZE
          == 0);
}

static void test_refusals(void)
{
    struct memory m;

    CHECK(memory_divide(&m, MIB, 4 * MIB, 2 * MIB, 0, PAGE_SIZE, 0) != NULL);
    CHECK(memory_divide(&m, MIB, 2 * MIB, 3 * MIB, 0, PAGE_SIZE, 0) != NULL);
    CHECK(memory_divide(&m, 2 * MIB, 64 * MIB, 3 * MIB, 0, PAGE_SIZE, 0)
          != NULL);
    CHECK(memory_divide(&m, MIB, 16 * MIB, 2 * MIB, 12 * MIB, PAGE_SIZE, 0)
          != NULL);
    CHECK(memory_divide(&m, MIB, 16 * MIB, 2 * MIB, 0, 12 * MIB, 8 * MIB) != NULL);
}

int main(void)
{
    for (unsigned mib = 16; mib <= 3072; mib += 13)
        test_parts(mib * MIB);
    test_parts(512 * MIB - 131072 + 12);
    test_refusals();
    return check_done();
}
