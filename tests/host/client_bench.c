/* SPDX-License-Identifier: MIT */
/* sources: modules/clients/bench/bench.S modules/lib/measure/measure.S
 *         modules/lib/measure/measure.c */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj/modules/clients/bench */
/* The client `bench`: what each operation does, with which pages, how often. */
#include "../../modules/clients/bench/bench.c"

#define _GNU_SOURCE 1
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "check.h"

#define FAULT 13                        /* #GP, with the vector in its code */
#define BYTES (BENCH_PAGES * PAGE_SIZE)

static u8 area[BYTES] __attribute__((aligned(4096)));
static struct bench_request asked;
static u32 nulls, handed, protects, last[3], protected[BENCH_PAGES];
static int protect_says;
static sigjmp_buf back;
static u32 trap, code;

void block_100(void) { }

static u32 first_of(u32 address)
{
    return address ? *(u32 *)address : 0;
}

static int null_says;

static int null(void)
{
    nulls++;
    return null_says;
}

static int hand_off(int other)
{
    CHECK_EQ(other, 0x205);
    handed++;
    return 0;
}

static int protect_pages(u32 at, u32 size, u32 access)
{
    protects++;
    last[0] = at;
    last[1] = size;
    last[2] = access;
    if (size == PAGE_SIZE)
        protected[(at - (u32)area) / PAGE_SIZE]++;
    return protect_says;
}

/* The rest: what it was asked, and what it says. */
static u32 maps, unmaps, grows, mapped_at, unmapped[2];
static int map_says, unmap_says;

static int map_page(u32 at, u32 size, u32 access, u32 *where)
{
    CHECK(!at && size == PAGE_SIZE && access == (ACCESS_READ | ACCESS_WRITE));
    maps++;
    if (map_says >= 0)
        *where = mapped_at;
    return map_says;
}

static int unmap_page(u32 at, u32 size)
{
    unmaps++;
    unmapped[0] = at;
    unmapped[1] = first_of(mapped_at);
    CHECK_EQ(size, PAGE_SIZE);
    return unmap_says;
}

static int grow_page(u32 bytes, u32 *where)
{
    CHECK_EQ(bytes, PAGE_SIZE);
    grows++;
    *where = mapped_at;
    return map_says;
}

static const struct client_services services = {
    .null = null, .hand_off = hand_off, .protect = protect_pages,
    .map = map_page, .unmap = unmap_page, .grow = grow_page };

static int run(u32 operation, u32 kind, u32 first)
{
    asked.operation = operation;
    asked.kind = kind;
    asked.first = first;
    asked.ticks = 0;
    asked.result = 0x77;
    nulls = handed = protects = maps = unmaps = grows = 0;
    return client_main((u32)&asked);
}

static u32 page_of(u32 i)
{
    return (u32)area + asked.order[i % BENCH_PAGES] * PAGE_SIZE;
}

static u32 first_word(u32 page)
{
    return *(u32 *)(area + page * PAGE_SIZE);
}

/* Each word that is not 0 is its page's first, and its address. */
static u32 stored(void)
{
    u32 count = 0;

    for (u32 i = 0; i < BYTES; i += 4) {
        const u32 word = *(u32 *)(area + i);
        if (!word)
            continue;
        CHECK(i % PAGE_SIZE == 0 && word == (u32)area + i);
        count++;
    }
    return count;
}

static void test_stores(u32 kind)
{
    for (u32 first = 0; first < BENCH_PAGES; first += 33) {
        memset(area, 0, sizeof(area));
        CHECK_EQ(run(BENCH_STORE, kind, first), 0);
        CHECK(stored() == 1 && first_word(asked.order[first]));
        CHECK(asked.ticks > 0 && asked.result == 0);
    }
    memset(area, 0, sizeof(area));
    CHECK_EQ(run(BENCH_FILL, kind, 0), 0);
    CHECK(stored() == BENCH_PAGES && !protects);
    memset(area, 0, sizeof(area));
    protect_says = -9;
    CHECK_EQ(run(BENCH_SWEEP, kind, 0), 0);
    CHECK(stored() == BENCH_PAGES && protects == 1 && asked.result == -9);
}

static void test_protect(u32 kind)
{
    for (protect_says = -2; protect_says < 1; protect_says++) {
        asked.access = 5;
        CHECK_EQ(run(BENCH_PROTECT, kind, 3), 0);
        CHECK(protects == 1 && last[0] == (u32)area && last[1] == BYTES);
        CHECK(last[2] == 5 && asked.result == protect_says);
        CHECK_EQ(run(BENCH_PROTECT_ONE, kind, 3), 0);
        CHECK(protects == 1 && last[0] == page_of(3) && last[1] == PAGE_SIZE);
        CHECK(last[2] == 5 && asked.result == protect_says);
        memset(protected, 0, sizeof(protected));
        CHECK_EQ(run(BENCH_PROTECT_EACH, kind, 3), 0);
        for (u32 i = 0; i < BENCH_PAGES; i++)
            CHECK_EQ(protected[i], 1);
        CHECK(protects == BENCH_PAGES && last[0] == page_of(BENCH_PAGES - 1));
        CHECK(last[2] == 5 && asked.result == protect_says);
    }
}

static void test_look(u32 kind)
{
    u32 *page = (u32 *)page_of(7);

    memset(area, 0x11, sizeof(area));
    asked.words[0] = page[0] = 1;
    asked.words[1] = page[1] = 2;
    page[PAGE_SIZE / 4] = 3;            /* of the page behind it */
    asked.rest = 0x11111111;
    CHECK_EQ(run(BENCH_LOOK, kind, 7), 0);
    CHECK_EQ(asked.result, 0);
    for (u32 i = 0; i < PAGE_SIZE / 4; i = i * 2 + 1) {
        page[i] ^= 4;
        CHECK_EQ(run(BENCH_LOOK, kind, 7), 0);
        CHECK_EQ(asked.result, 1);
        page[i] ^= 4;
    }
    page[0]++;
    page[1023]++;
    CHECK_EQ(run(BENCH_LOOK, kind, 7), 0);
    CHECK_EQ(asked.result, 2);
}

/* What the service answers; the processor's words of the client. */
static void test_null(u32 kind)
{
    u32 cs, ds, limit = 0;

    __asm__("mov %%cs, %0\n\tmov %%ds, %1" : "=r"(cs), "=r"(ds));
    __asm__("lsl %1, %0" : "+r"(limit) : "r"(ds) : "cc");
    for (null_says = -3; null_says < 1; null_says++) {
        asked.words[0] = asked.words[1] = asked.rest = 0x99;
        CHECK_EQ(run(BENCH_NULL, kind, 1), 0);
        CHECK(nulls == 1 && asked.ticks > 0 && asked.result == null_says);
        CHECK(asked.words[0] == cs && asked.rest == limit);
        CHECK_EQ(asked.words[1], 0x99);
    }
    null_says = 0;
}

static void test_memory(u32 kind)
{
    const u32 base = asked.base;

    mapped_at = page_of(9);
    for (map_says = -1; map_says < 2; map_says++) {
        unmap_says = map_says * 4;
        CHECK_EQ(run(BENCH_UNMAP, kind, 3), 0);
        CHECK(unmaps == 1 && unmapped[0] == page_of(3) && !maps && !grows);
        CHECK_EQ(asked.result, unmap_says);
        CHECK_EQ(run(BENCH_MAP, kind, 3), 0);
        CHECK(maps == 1 && !unmaps && !grows && asked.result == map_says);
        CHECK_EQ(asked.base, map_says < 0 ? base : mapped_at);
        CHECK_EQ(run(BENCH_GROW, kind, 3), 0);
        CHECK(grows == 1 && !unmaps && !maps && asked.result == map_says);
        CHECK_EQ(asked.base, mapped_at);
        memset(area, 0, sizeof(area));
        asked.base = base;
        asked.words[0] = 0;
        CHECK_EQ(run(BENCH_TRIPLE, kind, 3), 0);
        CHECK(maps == 1 && unmaps == (map_says >= 0));
        CHECK_EQ(asked.result, map_says < 0 ? map_says : unmap_says);
        CHECK_EQ(asked.words[0], map_says < 0 ? 0 : mapped_at);
        CHECK(map_says < 0 || (unmapped[0] == mapped_at &&
                               unmapped[1] == mapped_at));
        asked.base = base;
        CHECK_EQ(stored(), map_says >= 0);
    }
}

/* Pages behind the first, from the next on, round the end of the order. */
static void test_touch(void)
{
    for (u32 n = 0; n < 5; n++) {
        memset(area, 0, sizeof(area));
        asked.touch = n;
        asked.touch_access = ACCESS_WRITE;
        CHECK_EQ(run(BENCH_NULL, TSC_BARE, 97), 0);
        CHECK(stored() == n && nulls == 1);
        for (u32 i = 1; i <= n; i++)
            CHECK(first_word(asked.order[(97 + i) % BENCH_PAGES]));
        memset(area, 0, sizeof(area));
        asked.touch_access = ACCESS_READ;
        CHECK_EQ(run(BENCH_NULL, TSC_BARE, 97), 0);
        CHECK_EQ(stored(), 0);
    }
    asked.touch = 0;
}

static void test_switch(u32 kind)
{
    const u64 before = __builtin_ia32_rdtsc();

    asked.other = 0x205;
    for (asked.rounds = 0; asked.rounds < 9; asked.rounds++) {
        CHECK_EQ(run(BENCH_SWITCH, kind, 0), 0);
        CHECK_EQ(handed, asked.rounds);
        CHECK(!asked.rounds || asked.span[1] - asked.span[0] == asked.ticks);
        CHECK(!asked.rounds || asked.span[0] >= before);
    }
}

static void handler(int number, siginfo_t *info, void *context)
{
    const ucontext_t *at = context;

    (void)number, (void)info;
    trap = (u32)at->uc_mcontext.gregs[REG_TRAPNO];
    code = (u32)at->uc_mcontext.gregs[REG_ERR];
    siglongjmp(back, 1);
}

static void test_int(void)
{
    const struct sigaction action = { .sa_sigaction = handler,
                                      .sa_flags = SA_SIGINFO };

    sigaction(SIGSEGV, &action, NULL);
    if (!sigsetjmp(back, 1)) {
        run(BENCH_INT, TSC_BARE, 0);
        CHECK(!"it went on");
    }
    if (!getenv("I386_EMULATED"))       /* which tells another fault */
        CHECK(trap == FAULT && code == (BENCH_VECTOR << 3 | 2));
}

int main(void)
{
    client = &services;
    asked.base = (u32)area;
    for (u32 i = 0; i < BENCH_PAGES; i++)
        asked.order[i] = (u8)((i * 37 + 11) % BENCH_PAGES);
    for (u32 kind = 0; kind < TSC_KINDS; kind++) {
        if (kind == TSC_RDTSCP)
            continue;                   /* not every processor knows it */
        test_stores(kind);
        test_protect(kind);
        test_look(kind);
        test_switch(kind);
        test_null(kind);
        test_memory(kind);
    }
    test_touch();
    CHECK_EQ(run(BENCH_OPERATIONS, TSC_BARE, 0), E_INVALID);
    CHECK_EQ(run(BENCH_SYSENTER, TSC_BARE, 0), E_INVALID);
    CHECK_EQ(run(0x80000000, TSC_BARE, 0), E_INVALID);
    test_int();
    return check_done();
}
