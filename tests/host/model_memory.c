/* SPDX-License-Identifier: MIT */
/* sources: bench/model/memory.c bench/model/sets.c bench/model/table.c */
/*
 * TLBs, caches and write buffers against counts made by hand. Shapes: Pentium: TLBs
 * of 64 data, 8 large and 32 code pages, 8 KiB of data and code each in 2 ways of
 * 32-byte lines; i486: 32 pages, 8 KiB, 4 ways of 16 bytes, for both (Intel manuals).
 */
#include "../../bench/model/memory.h"

#include <string.h>

#include "model_processor.h"

#define DIRECTORY 0x00100000u
#define TABLES 0x00200000u      /* page tables, one behind the other */
#define LARGE_FROM 0x80000000u  /* linear addresses of large pages */

static struct table table;
static struct account account;
static struct memory memory;
static const struct paging paging = { DIRECTORY, 1, 1, 1 };
static u32 present = 1;

/* An entry of the page directory. */
static u32 read_word(paddr_t at)
{
    const u32 entry = (at - DIRECTORY) / 4;

    return entry << 22 >= LARGE_FROM ? (entry << 22) | 0x80 | present :
                                       (TABLES + entry * PAGE_SIZE) | present;
}

static void start(const char *path)
{
    table = processor(path);
    memset(&account, 0, sizeof(account));
    account.table = &table;
    memory_create(&memory, &account, read_word);
}

static u32 clocks(enum figure figure)
{
    return table.clocks[figure];
}

/* What came since it was asked last. */
static u32 took(enum part part)
{
    const u32 clocks = (u32)account.part[part];

    account.part[part] = 0;
    return clocks;
}

static u32 missed(enum part part)
{
    const u32 misses = memory.misses[part];

    memory.misses[part] = 0;
    return misses;
}

static void data(laddr_t at)
{
    memory_translate(&memory, &paging, at, 0);
}

static void code(laddr_t at)
{
    memory_translate(&memory, &paging, at, 1);
}

/* n pages miss n times; then they are all there; nine clocks for each (TR-933). */
static void pages(void)
{
    start(PENTIUM);
    for (u32 n = 1; n <= 64; n++) {
        memory_flush_tlbs(&memory);
        for (u32 i = 0; i < 2 * n; i++)
            data((i % n) * PAGE_SIZE);
        CHECK_EQ(missed(PART_DATA_TLB), n);
        CHECK_EQ(took(PART_DATA_TLB), 9 * n);
    }
    /* 65 in 16 sets: one set has five for its four. */
    data(64 * PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_TLB), 1);
    CHECK_EQ(missed(PART_CODE_TLB), 0);
    CHECK_EQ(took(PART_CODE_TLB), 0);
}

/* TR-933: 864 clocks to load all 96 entries, 9 for each, page tables in the cache. */
static void reload(void)
{
    start(PENTIUM);
    for (u32 turn = 0; turn < 2; turn++) {
        memory_flush_tlbs(&memory);
        for (u32 i = 0; i < 64; i++)
            data(i * PAGE_SIZE);
        for (u32 i = 0; i < 32; i++)
            code((i + 64) * PAGE_SIZE);
        CHECK_EQ(missed(PART_DATA_TLB), 64);
        CHECK_EQ(missed(PART_CODE_TLB), 32);
        CHECK_EQ(took(PART_DATA_TLB) + took(PART_CODE_TLB), 864);
        /* One line of the directory; 96 entries of 4 bytes are 12 of a table. */
        CHECK_EQ(missed(PART_DATA_MISS), turn ? 0 : 13);
    }
    data(0);
    code(64 * PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_TLB) + missed(PART_CODE_TLB), 0);
    code(0);                    /* a page of data alone is none of code */
    CHECK_EQ(missed(PART_CODE_TLB), 1);
}

static void walks(void)
{
    start(PENTIUM);
    data(0);                    /* both entries from memory: 2 * 22 */
    CHECK_EQ(took(PART_DATA_MISS), 2 * clocks(FIGURE_mem_read));
    data(7 * PAGE_SIZE);        /* entries 0 to 7 of a table are one line */
    CHECK_EQ(missed(PART_DATA_MISS), 2);
    data(8 * PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    data(9 << 22);              /* directory: the second line; table: another */
    CHECK_EQ(missed(PART_DATA_MISS), 2);
    took(PART_DATA_MISS);
    /* Walks for code read through the cache of data, too. */
    code(16 * PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    CHECK_EQ(missed(PART_CODE_MISS), 0);
    memory_read(&memory, TABLES + 16 * 4, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 0);
    /* A directory entry that is not there has no table to read. */
    present = 0;
    data(10 << 22);
    CHECK_EQ(missed(PART_DATA_MISS), 0);
    present = 1;
    /* Without paging nothing is looked up. */
    const struct paging off = { DIRECTORY, 0, 1, 1 };
    missed(PART_DATA_TLB);
    memory_translate(&memory, &off, 100 * PAGE_SIZE, 0);
    CHECK_EQ(missed(PART_DATA_TLB), 0);
}

/* Eight of 4 MiB, in 2 sets of 4; one entry of the directory each. */
static void large(void)
{
    start(PENTIUM);
    for (u32 turn = 0; turn < 2; turn++)
        for (u32 i = 0; i < 8; i++) {
            data(LARGE_FROM + (i << 22) + turn * 9 * PAGE_SIZE);
            CHECK_EQ(missed(PART_DATA_TLB), !turn);
        }
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    /* Those of 4 KiB are elsewhere. */
    for (u32 i = 0; i < 64; i++)
        data(i * PAGE_SIZE);
    missed(PART_DATA_TLB);
    data(LARGE_FROM);
    CHECK_EQ(missed(PART_DATA_TLB), 0);
    memory_flush_page(&memory, LARGE_FROM + 5 * PAGE_SIZE);
    data(LARGE_FROM);
    CHECK_EQ(missed(PART_DATA_TLB), 1);
    /* Code has them in pieces of 4 KiB. */
    code(LARGE_FROM);
    code(LARGE_FROM + PAGE_SIZE);
    code(LARGE_FROM);
    CHECK_EQ(missed(PART_CODE_TLB), 2);
    /* Without CR4.PSE it is an ordinary page. */
    const struct paging small = { DIRECTORY, 1, 1, 0 };
    memory_flush_tlbs(&memory);
    memory_translate(&memory, &small, LARGE_FROM, 0);
    memory_translate(&memory, &small, LARGE_FROM + PAGE_SIZE, 0);
    CHECK_EQ(missed(PART_DATA_TLB), 2);
}

static void flushes(void)
{
    start(PENTIUM);
    for (u32 i = 0; i < 4; i++) {
        data(i * PAGE_SIZE);
        code(i * PAGE_SIZE);
    }
    missed(PART_DATA_TLB);
    missed(PART_CODE_TLB);
    memory_flush_page(&memory, 2 * PAGE_SIZE + 123);    /* INVLPG: both */
    for (u32 i = 0; i < 4; i++) {
        data(i * PAGE_SIZE);
        code(i * PAGE_SIZE);
        CHECK_EQ(missed(PART_DATA_TLB), i == 2);
        CHECK_EQ(missed(PART_CODE_TLB), i == 2);
    }
    memory_read(&memory, 0x5000, 4);
    memory_fetch(&memory, 0x6000);
    memory_flush_caches(&memory);
    took(PART_DATA_MISS);
    took(PART_CODE_MISS);
    memory_read(&memory, 0x5000, 4);
    CHECK_EQ(took(PART_DATA_MISS), clocks(FIGURE_mem_read));
    CHECK(memory_fetch(&memory, 0x6000));
    CHECK_EQ(took(PART_CODE_MISS), clocks(FIGURE_mem_read));
}

/* L1 holds 8 KiB; two ways of 4 KiB: three addresses 4 KiB apart do not fit. */
static void caches(void)
{
    start(PENTIUM);
    for (u32 turn = 0; turn < 2; turn++) {
        for (u32 at = 0; at < 8192; at += 4)
            memory_read(&memory, at, 4);
        CHECK_EQ(missed(PART_DATA_MISS), turn ? 0 : 8192 / 32);
        CHECK_EQ(took(PART_DATA_MISS), turn ? 0 : 256 * clocks(FIGURE_mem_read));
    }
    for (u32 i = 0; i < 9; i++)
        memory_read(&memory, (i % 3) * 4096, 4);
    /* 0 and 4096 are there; 8192 is new; then each takes the oldest one's way. */
    CHECK_EQ(missed(PART_DATA_MISS), 7);
    CHECK_EQ(took(PART_DATA_MISS), clocks(FIGURE_mem_read) +
             6 * clocks(FIGURE_l2_read));
    /* Across a line's end: two. */
    memory_read(&memory, 0x1001e, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 2);
    memory_read(&memory, 0x1005c, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    /* Code has its own, and shares the second cache. */
    took(PART_DATA_MISS);
    CHECK(memory_fetch(&memory, 0x10040));
    CHECK(!memory_fetch(&memory, 0x1005f));
    CHECK_EQ(took(PART_CODE_MISS), clocks(FIGURE_l2_read));
    CHECK_EQ(took(PART_DATA_MISS), 0);
    CHECK_EQ(missed(PART_CODE_MISS), 1);
    table.clocks[FIGURE_l2_bytes] = 0;
    memory_create(&memory, &account, read_word);
    memory_read(&memory, 0, 4);
    memory_flush_tlbs(&memory);
    CHECK_EQ(took(PART_DATA_MISS), clocks(FIGURE_mem_read));
}

/*
 * A store that hits stays in a Pentium's cache. One that misses goes into one of two
 * buffers, which the bus empties one by one, 7 clocks each: of three at once the
 * third waits 7, a fourth, then, 7 more; after 14 more both are empty.
 */
static void stores(void)
{
    start(PENTIUM);
    memory_read(&memory, 0x3000, 4);
    took(PART_DATA_MISS);
    account.spent = 0;
    for (u32 i = 0; i < 100; i++)
        memory_write(&memory, 0x3000 + i % 8 * 4, 4);
    CHECK_EQ(account.spent, 0);
    const u32 each = clocks(FIGURE_write_mem);
    for (u32 i = 0; i < 2; i++)
        memory_write(&memory, 0x8000 + i * 32, 4);
    CHECK_EQ(took(PART_STORE), 0);
    memory_write(&memory, 0x8040, 4);
    CHECK_EQ(took(PART_STORE), each);
    memory_write(&memory, 0x8060, 4);
    CHECK_EQ(took(PART_STORE), each);
    account.time += 2 * each;
    memory_write(&memory, 0x8080, 4);
    memory_write(&memory, 0x80a0, 4);
    CHECK_EQ(took(PART_STORE), 0);
    /* It brought no line: the next one to it goes to the bus, too. */
    account.time += 3;
    memory_write(&memory, 0x8080, 4);
    CHECK_EQ(took(PART_STORE), each - 3);
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    CHECK_EQ(account.guessed[PART_STORE] + account.guessed[PART_DATA_MISS],
             account.spent + clocks(FIGURE_mem_read));
    /* What the second cache has is written there, in 5. */
    account.time += 100;
    memory_read(&memory, 0x9000, 4);
    memory_read(&memory, 0xb000, 4);
    memory_read(&memory, 0xd000, 4);    /* 0x9000 left the first */
    for (u32 i = 0; i < 3; i++)
        memory_write(&memory, 0x9000, 4);
    CHECK_EQ(took(PART_STORE), clocks(FIGURE_write_drain));
    /* Over a line's end: two. */
    account.time += 100;
    memory_write(&memory, 0x1fffe, 4);
    memory_write(&memory, 0x20100, 4);
    CHECK_EQ(took(PART_STORE), each);
}

static void allocating(void)
{
    start(PENTIUM);
    table.clocks[FIGURE_write_allocate] = 1;
    memory_write(&memory, 0x8000, 4);
    memory_read(&memory, 0x8010, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 0);
}

/* Each store of an i486 goes out: four buffers, 3 clocks to the second cache. */
static void through(void)
{
    start(I486);
    memory_read(&memory, 0x3000, 4);
    took(PART_DATA_MISS);
    for (u32 i = 0; i < 4; i++)
        memory_write(&memory, 0x3000, 4);
    CHECK_EQ(took(PART_STORE), 0);
    memory_write(&memory, 0x3000, 4);
    CHECK_EQ(took(PART_STORE), clocks(FIGURE_write_drain));
    memory_read(&memory, 0x3000, 4);
    CHECK_EQ(took(PART_DATA_MISS), 0);
}

/* One TLB and one cache for both. */
static void unified(void)
{
    start(I486);
    for (u32 i = 0; i < 32; i++)
        code(i * PAGE_SIZE);
    CHECK_EQ(missed(PART_CODE_TLB), 32);
    for (u32 i = 0; i < 32; i++)
        data(i * PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_TLB), 0);
    data(32 * PAGE_SIZE);       /* a fifth of set 0: one of code goes */
    CHECK_EQ(missed(PART_DATA_TLB), 1);
    for (u32 i = 0; i < 4; i++)
        code(i * 8 * PAGE_SIZE);
    CHECK(missed(PART_CODE_TLB) > 0);
    memory_flush_page(&memory, 3 * PAGE_SIZE);
    code(3 * PAGE_SIZE);
    CHECK_EQ(missed(PART_CODE_TLB), 1);
    /* A large page there is one of 4 KiB. */
    data(LARGE_FROM);
    data(LARGE_FROM + PAGE_SIZE);
    CHECK_EQ(missed(PART_DATA_TLB), 2);

    CHECK(memory_fetch(&memory, 0x7000));
    missed(PART_DATA_MISS);
    memory_read(&memory, 0x700c, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 0);
    memory_read(&memory, 0x7010, 4);
    CHECK_EQ(missed(PART_DATA_MISS), 1);
    CHECK(!memory_fetch(&memory, 0x7010));
}

int main(void)
{
    pages();
    reload();
    walks();
    large();
    flushes();
    caches();
    stores();
    allocating();
    through();
    unified();
    return check_done();
}
