/* SPDX-License-Identifier: MIT */
/*
 * What ring 1 can write so that it has no end, or nearly: lists that are
 * cycles, backtraces of a megabyte, threads without number. Left there for an
 * unload to look at, or with a death on top.
 */
#include "deimos.h"
#include "concurrency.h"

#include "../../core/api/thread_block.h"

#define BACKTRACE (1u << 18)        /* words of a backtrace */
#define TABLES 100

enum endless {
    NOTHING, TABLE_CYCLE, TABLES_CYCLE, TABLES_MANY, THREADS_MANY, THREADS_DEEP,
    BACKTRACE_DEEP, BACKTRACE_CYCLE, KINDS,
};

static struct suspended tables[TABLES];
static u32 links[BACKTRACE];
static u32 thread;
static saddr_t before;

static u32 head(void)
{
    return THREAD_BLOCK_READ(suspended);
}

static void set_head(saddr_t to)
{
    THREAD_BLOCK_WRITE(suspended, to);
}

static void link_tables(u32 count, saddr_t last)
{
    for (u32 i = 0; i < count; i++)
        tables[i] = (struct suspended){
            .next = i + 1 < count ? (saddr_t)&tables[i + 1] : last };
    set_head((saddr_t)tables);
}

static void link_threads(u32 count, u32 stride)
{
    link_tables(1, before);
    tables[0].first = (saddr_t)&thread;
    tables[0].count = count;
    tables[0].stride = stride;
}

static void link_backtrace(void)
{
    for (u32 i = 0; i + 2 < BACKTRACE; i += 2) {
        links[i] = (u32)&links[i + 2];
        links[i + 1] = 1;
    }
    thread = (u32)links;
}

static int spoil(u32 kind)
{
    link_backtrace();
    if (kind == TABLE_CYCLE)
        link_tables(1, (saddr_t)&tables[0]);
    else if (kind == TABLES_CYCLE)
        link_tables(TABLES / 2, (saddr_t)&tables[3]);
    else if (kind == TABLES_MANY)
        link_tables(TABLES, before);
    else if (kind == THREADS_MANY)
        link_threads(0xffffffff, 4);
    else if (kind == THREADS_DEEP)
        link_threads(16384, 0);
    if (kind == BACKTRACE_CYCLE)
        links[2] = (u32)links;
    return kind < KINDS ? E_OK : E_RANGE;
}

static int leave(u32 kind)
{
    before = head();
    return spoil(kind);
}

static int mend(void)
{
    set_head(before);
    return E_OK;
}

/* Dies with EBP at the backtrace, where that is what has no end. */
static int die(u32 kind)
{
    before = head();
    spoil(kind);
    if (kind == BACKTRACE_DEEP || kind == BACKTRACE_CYCLE)
        __asm__ volatile("mov %0, %%ebp\n\tud2" : : "r"(links));
    __asm__ volatile("ud2");
    return E_OK;
}

static const struct {
    int (*leave)(u32 kind);
    int (*mend)(void);
    int (*die)(u32 kind);
} table = { leave, mend, die };

DEIMOS_MODULE("endless", MODULE_APPLICATION);
DEIMOS_INTERFACE("endless", "endless", table, "leave mend die");
