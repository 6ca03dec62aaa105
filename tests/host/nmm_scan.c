/* SPDX-License-Identifier: MIT */
/* sources: nmm/reverse/scan.c */
/* The page-table scan against a plain loop, near misses included. */
#include "../../nmm/reverse/scan.h"

#include <stdlib.h>

#include "../../nmm/page/entry.h"
#include "check.h"

#define ENTRIES 1024u

static u32 table[ENTRIES];

/* Few frames, in few 64-KiB groups: candidates everywhere. */
static u32 any_entry(void)
{
    u32 entry = (u32)(rand() % 4) << 16 | (u32)(rand() % 16) << 12;

    return entry | ((u32)rand() & 0xfff);
}

static u32 plain(u32 first, u32 count, paddr_t frame)
{
    for (u32 i = 0; i < count; i++) {
        u32 entry = table[first + i];

        if (entry & ENTRY_PRESENT && entry_frame(entry) == frame)
            return i;
    }
    return SCAN_NONE;
}

static void check_any(void)
{
    u32 first = (u32)rand() % ENTRIES;
    u32 count = (u32)rand() % (ENTRIES - first + 1);
    paddr_t frame = entry_frame(any_entry());

    CHECK_EQ(scan_entries(table + first, count, frame),
             plain(first, count, frame));
}

/* Sparse tables: the hit lies far in, or is the only one. */
static void check_single(u32 place, u32 count)
{
    for (u32 i = 0; i < ENTRIES; i++)
        table[i] = 0x00110000 | ENTRY_PRESENT;
    table[place] = entry_make(0x00123000, ENTRY_PRESENT | ENTRY_DIRTY);
    CHECK_EQ(scan_entries(table, count, 0x00123000),
             place < count ? place : SCAN_NONE);
    table[place] &= ~ENTRY_PRESENT;
    CHECK_EQ(scan_entries(table, count, 0x00123000), SCAN_NONE);
}

int main(void)
{
    srand(2);
    for (u32 round = 0; round < 300; round++) {
        for (u32 i = 0; i < ENTRIES; i++)
            table[i] = any_entry();
        for (u32 i = 0; i < 30; i++)
            check_any();
    }
    for (u32 i = 0; i < 300; i++)
        check_single((u32)rand() % ENTRIES, (u32)rand() % (ENTRIES + 1));
    return check_done();
}
