/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/*
 * The proofs of experiment appel: of each page, what its entry says and what
 * the processor lets through are two things, and either of them decides; so
 * does each trap, by its number and its address, and each word that is stored.
 */
#include "../../bench/experiments/appel/appel.c"

#include "check.h"

#define BASE 0x100000u
#define NONE BENCH_PAGES

/* A page: its entry's write bit, the processor's, and its first word. */
static struct { int bit, real; u32 word, rest; } area[BENCH_PAGES];
static u32 trap_more, trap_off;         /* a trap that is told twice, wrongly */
static u32 lost;                        /* a page that keeps no store */
static struct bench_request request;

static u32 page_of(u32 address)
{
    CHECK(address >= BASE && address < BASE + RING3_AREA);
    return (address - BASE) / PAGE_SIZE;
}

static void store(u32 page)
{
    const u32 address = BASE + page * PAGE_SIZE;

    if (!area[page].real) {
        unprotect_trap.access(1, address + trap_off, ACCESS_WRITE);
        traps += trap_more;
    }
    if (page != lost)
        area[page].word = address;
}

static int look(u32 page)
{
    return (area[page].word != request.words[0]) +
           (area[page].rest != request.words[1]) + (request.rest != 0);
}

static int model_run(int space, u32 at)
{
    const u32 page = request.order[request.first];

    (void)space, (void)at;
    request.result = 0;
    if (request.operation == BENCH_STORE)
        store(page);
    else if (request.operation == BENCH_LOOK)
        request.result = look(page);
    else if (request.operation == BENCH_FILL)
        for (u32 i = 0; i < BENCH_PAGES; i++)
            store(request.order[i]);
    else
        CHECK(!"no other operation");
    return 0;
}

static int model_write(int space, u32 at, const void *data, u32 size)
{
    (void)space, (void)at;
    CHECK_EQ(size, sizeof(request));
    request = *(const struct bench_request *)data;
    return 0;
}

static int model_read(int space, u32 at, void *data, u32 size)
{
    (void)space, (void)at;
    CHECK_EQ(size, sizeof(request));
    *(struct bench_request *)data = request;
    return 0;
}

static int model_protect(int space, u32 address, u32 size, u32 access)
{
    (void)space;
    for (u32 i = 0; i < size / PAGE_SIZE; i++)
        area[page_of(address) + i].bit = area[page_of(address) + i].real =
            access == WRITABLE;
    return 0;
}

static int attributes_of(int space, u32 address)
{
    (void)space;
    return MAP_PRESENT | (area[page_of(address)].bit ? MAP_WRITE : 0);
}

static const struct memory model = {
    .run = model_run, .write = model_write, .read = model_read,
    .protect = model_protect };
static const struct pages pages_table = { .attributes = attributes_of };

static u32 at(u32 i)
{
    return client.request.order[i % BENCH_PAGES];
}

/* The sample, and all pages alike. */
static void scene(u32 number, int is_writable)
{
    ring3_order(&client, number & 1);
    client.request.base = BASE;
    for (u32 i = 0; i < BENCH_PAGES; i++) {
        area[i].bit = area[i].real = is_writable;
        area[i].word = BASE + i * PAGE_SIZE;
        area[i].rest = 0;
    }
    sample = number;
    trap_more = trap_off = 0;
    lost = NONE;
    traps = 1;
    trapped_at = page();
}

/* One page's entry, or only what the processor makes of it. */
static void turn(u32 page, int only_real, int only_bit)
{
    if (!only_bit)
        area[page].real = !area[page].real;
    if (!only_real)
        area[page].bit = !area[page].bit;
}

static void test_one(u32 number)
{
    for (u32 how = 0; how < 3; how++) {
        for (int is_it = 0; is_it < 2; is_it++) {
            scene(number, is_it);
            CHECK(is_writable(number, is_it));
            scene(number, is_it);
            turn(at(number), how == 1, how == 2);
            CHECK(!is_writable(number, is_it));
        }
        scene(number, 1);               /* protect1: this one, not the next */
        turn(at(number), 0, 0);
        CHECK_EQ(check_protect1(), 0);
        scene(number, 1);
        turn(at(number), 0, 0);
        turn(at(number + 1), how == 1, how == 2);
        CHECK_EQ(check_protect1() == 0, 0);
        scene(number, 1);
        if (how)
            turn(at(number), how == 1, how == 2);
        CHECK(check_protect1() < 0);
    }
    scene(number, 0);
    trap_more = 1;
    CHECK(!is_writable(number, 0));
    scene(number, 0);
    trap_off = 4;
    CHECK(!is_writable(number, 0));
}

static void test_all(u32 number)
{
    for (int is_it = 0; is_it < 2; is_it++) {
        client.request.access = is_it ? WRITABLE : PROTECTED;
        scene(number, is_it);
        CHECK_EQ(check_protect100(), 0);
        for (u32 how = 0; how < 3; how++) {
            scene(number, is_it);
            turn(at(number), how == 1, how == 2);
            CHECK(check_protect100() < 0);
        }
    }
}

static void test_traps(u32 number)
{
    u32 *const told[] = { &traps, &trapped_at };

    scene(number, 1);
    CHECK_EQ(check_trap(), 0);
    CHECK_EQ(sample, number + 1);
    for (u32 i = 0; i < 7; i++) {
        scene(number, 1);
        if (i < 4)
            *told[i / 2] += i & 1 ? 1 : (u32)-1;
        else if (i == 4)
            area[at(number)].word++;    /* the store is not there */
        else if (i == 5)
            area[at(number)].rest++;    /* and something else is */
        else
            turn(at(number), 0, 0);
        CHECK(check_trap() < 0);
    }
    scene(number, 1);                   /* the page before is protected */
    turn(at(number + BENCH_PAGES - 1), 0, 0);
    CHECK_EQ(check_appel1(), 0);
    for (u32 how = 0; how < 3; how++) {
        scene(number, 1);
        if (how)
            turn(at(number + BENCH_PAGES - 1), how == 1, how == 2);
        CHECK(check_appel1() < 0);
    }
}

static void test_sweep(u32 number)
{
    scene(number, 1);
    traps = BENCH_PAGES;
    CHECK_EQ(check_appel2(), 0);
    for (u32 i = 0; i < 5; i++) {
        scene(number, 1);
        traps = BENCH_PAGES + (i == 1) - (i == 0);
        if (i == 2)
            area[at(number)].word = 0;
        if (i > 2)
            turn(at(number), i == 3, i == 4);
        CHECK(check_appel2() < 0);
    }
}

int main(void)
{
    memory = &model;
    pages = &pages_table;
    client.space = 1;
    client.at = 0x2000;
    for (u32 number = 0; number < 2 * BENCH_PAGES + 3; number += 3) {
        test_one(number);
        test_all(number);
        test_traps(number);
        test_sweep(number);
    }
    return check_done();
}
