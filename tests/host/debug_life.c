/* SPDX-License-Identifier: MIT */
/* sources: modules/models/debug/access.c modules/models/debug/map.c
 * modules/models/debug/log.c modules/models/debug/space.c
 * modules/models/debug/told.c modules/models/debug/instruction.c
 * modules/models/debug/place.c modules/lib/call/look.c */
/*
 * `debug`: what it has of a model, whichever of its requests is refused, whoever is
 * in the model meanwhile, in any order of touches, steps, deaths, and its own end:
 * interrupts are off for one instruction and not longer, and in the end nothing is
 * left.
 */
#include "debug_world.h"

#define TF 0x100
#define AREA (4 * PAGE_SIZE)

static struct debug_entry entries[256];

static void take_log(void) { CHECK(take(entries, 256) >= 0); }

/* One touch of `space`; 1: it goes on with TF, 0: without. */
static int touch(int space, u32 address, u32 is_write, u32 eip)
{
    struct client_fault fault = fault_at(eip, 14, is_write);

    CHECK_EQ(told.touched(space, &fault, address), 1);
    return (fault.eflags & TF) != 0;
}

static void stepped(int space, u32 eip)
{
    struct client_fault fault = fault_at(eip, 1, 0);

    asked_on = 0;
    CHECK_EQ(told.stepped(space, &fault), 1);
    CHECK_EQ(asked_on, 0);
    model_has_on();
}

/* --- Requests that are refused ----------------------------------------------- */

static int ask(u32 what)
{
    u32 at;

    switch (what) {
    case 0: return watch(1, AREA, 3 * PAGE_SIZE, DEBUG_WRITE);
    case 1: return guard(1, 100, &at);
    default: return step(1, 5);
    }
}

static void test_refused(void)
{
    for (u32 what = 0; what < 3; what++) {
        int result = -1;
        for (u32 n = 1; result < 0; n++) {
            requests = 0, refused = n, answer_of_refused = (u32)E_FULL;
            result = ask(what);
            CHECK(result >= 0 || result == E_FULL);
            CHECK_EQ(result >= 0, n > requests);
            if (result < 0)
                check_nothing();
            CHECK(n < 10);
        }
        off(1);
        check_nothing();
    }
    refused = 0;
    CHECK_EQ(watch(1, AREA, 40 * PAGE_SIZE, DEBUG_READ), E_RANGE);
    check_nothing();
    closes = 0;                 /* half of all addresses, and a last one */
    CHECK_EQ(watch(1, AREA + 1, 0x80000000, DEBUG_READ), E_RANGE);
    CHECK_EQ(watch(1, PAGES_OF_SPACE * PAGE_SIZE, 0x80000000, DEBUG_READ), E_RANGE);
    CHECK_EQ(watch(1, 0xffffffff, 1, DEBUG_READ), E_RANGE);
    CHECK(closes < 3 * PAGES_OF_SPACE);
    check_nothing();
    requests = 0, refused = 1, answer_of_refused = (u32)E_UNBOUND;
    CHECK_EQ(step(1, 5), E_NOT_APPLICABLE);
    requests = 0;
    CHECK_EQ(watch(1, AREA, 1, DEBUG_READ), E_NOT_APPLICABLE);
    refused = 0;
    check_nothing();
    CHECK_EQ(watch(GONE, AREA, 1, DEBUG_READ), E_HANDLE);
    CHECK_EQ(step(GONE, 1), E_HANDLE);
}

/* Nothing, and so much that it wraps, is refused before a page is asked for. */
static void test_guard_sizes(void)
{
    static const u32 sizes[] = { 0, 0xffffe000, 0xffffe001, 0xfffff001,
                                 0xffffffff };
    u32 at = 7;

    requests = refused = 0;
    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++)
        CHECK_EQ(guard(1, sizes[i], &at), E_RANGE);
    CHECK(at == 7 && !requests);
    check_nothing();
}

/* --- One instruction ----------------------------------------------------------- */

/* Interrupts are off behind the touch, and on behind the step; the page likewise
 * is open and closed. */
static void test_instruction(void)
{
    CHECK(watch(1, AREA, 2 * PAGE_SIZE, DEBUG_READ | DEBUG_WRITE) > 0);
    CHECK_EQ(is_closed[1][4], 1);
    CHECK(touch(1, AREA, 0, EIP));
    CHECK(!interrupts && is_closed[1][4] == 1 + ACCESS_READ);
    CHECK(touch(1, AREA, 1, EIP));
    CHECK_EQ(is_closed[1][4], 1 + (ACCESS_READ | ACCESS_WRITE));
    CHECK(touch(1, AREA + PAGE_SIZE, 1, EIP) && is_closed[1][5] == 4);
    stepped(1, EIP + 2);
    CHECK(interrupts && is_closed[1][4] == 1 && is_closed[1][5] == 1);
    CHECK_EQ(take(entries, 256), 2);
    CHECK(entries[0].kind == DEBUG_WRITE && entries[1].kind == DEBUG_WRITE);
    off(1);
    check_nothing();
}

/* More pages than one instruction is believed to need. */
static void test_many_pages(void)
{
    CHECK(watch(1, 0, 12 * PAGE_SIZE, DEBUG_WRITE) > 0);
    for (u32 i = 0; i < 12; i++) {
        u32 open_now = 0;
        CHECK(touch(1, i * PAGE_SIZE, 1, EIP));
        for (u32 n = 0; n < 12; n++)
            open_now += is_closed[1][n] == 4;
        CHECK_EQ(open_now, i % OPENED + 1);
        CHECK(!interrupts);
    }
    stepped(1, EIP);
    CHECK(interrupts);
    off(0);
    check_nothing();
    take_log();
}

/* The client dies of it. */
static void test_death(void)
{
    struct client_fault fault = fault_at(EIP, 6, 0);

    CHECK(watch(1, AREA, 2 * PAGE_SIZE, DEBUG_WRITE) > 0 && step(1, 9) >= 0);
    CHECK(touch(1, AREA, 1, EIP) && touch(1, AREA + PAGE_SIZE, 1, EIP));
    CHECK(told.ended(1, &fault, 0) >= 0);
    model_has_on();
    CHECK(interrupts && is_closed[1][4] == 2 && is_closed[1][5] == 2);
    CHECK(!is_armed[1] && debug.left(1) == 0);
    CHECK_EQ(take(entries, 256), 3);
    CHECK(entries[2].kind == DEBUG_DEATH && entries[2].address == 6);
    off(1);
    check_nothing();
}

static const struct { u8 bytes[3]; u32 tf, held; } ways[] = {
    { { 0x90 }, 1, 1 }, { { 0x9a }, 0, 0 }, { { 0x2e, 0xff, 0x18 }, 0, 0 },
    { { 0xcd, 80 }, 1, 0 }, { { 0xcc }, 1, 0 }, { { 0xce }, 1, 0 },
    { { 0xcf }, 1, 1 }, { { 0xcb }, 1, 1 }, { { 0x0f, 0x34 }, 0, 0 },
};

static void test_ways(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(ways); i++) {
        memcpy(code, ways[i].bytes, 3);
        CHECK(watch(1, AREA, 1, DEBUG_READ) > 0);
        CHECK_EQ(touch(1, AREA, 0, EIP), ways[i].tf);
        CHECK_EQ(!interrupts, ways[i].held);
        CHECK_EQ(is_armed[1], !ways[i].tf);
        stepped(1, EIP + 1);
        CHECK(interrupts && !is_armed[1] && is_closed[1][4] == 1);
        off(1);
        check_nothing();
    }
    memset(code, 0, sizeof(code));
    take_log();
}

/* What PUSHF has pushed, with the interrupts that the client would have. */
static void test_pushf(void)
{
    for (u32 held = 0; held < 2; held++) {
        memset(stack_bytes, 0xff, sizeof(stack_bytes));
        stack_bytes[1] = held ? 0x01 : 0x03;
        code[0] = 0x9c;
        CHECK(watch(1, AREA, 1, DEBUG_READ) > 0 && step(1, 2) >= 0);
        stack_at = 4;
        if (held)
            CHECK(touch(1, AREA, 0, EIP));
        else
            stepped(1, EIP);
        stack_at = 0;
        stepped(1, EIP + 1);
        CHECK_EQ(stack_bytes[1], 0x02);
        CHECK(stack_bytes[0] == 0xff && stack_bytes[2] == 0xff);
        off(0);
        check_nothing();
    }
    memset(code, 0, sizeof(code));
    take_log();
}

/* It begins anew: the page is closed meanwhile, and no entry comes twice. */
static void test_paused(void)
{
    CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_READ | DEBUG_WRITE) > 0);
    for (u32 i = 0; i < 3; i++) {
        CHECK(touch(1, AREA + 8, 0, EIP) && !interrupts);
        CHECK(told.paused(1) >= 0);
        model_has_on();
        CHECK(interrupts && is_closed[1][4] == 1);
    }
    CHECK(touch(1, AREA + 8, 0, EIP) && touch(1, AREA + 16, 0, EIP));
    stepped(1, EIP);
    CHECK(touch(1, AREA + 8, 0, EIP));
    stepped(1, EIP);
    CHECK_EQ(take(entries, 256), 3);
    CHECK(entries[0].address == AREA + 8 && entries[1].address == AREA + 16);
    CHECK(told.paused(1) >= 0 && told.paused(2) >= 0 && told.paused(GONE) >= 0);
    off(0);
    check_nothing();
}

/* --- Another thread is in the model -------------------------------------------- */

static void take_off(void) { off(0); }

/* It has the lock itself meanwhile. */
static void watch_now(int space)
{
    const u32 others = busy;

    off(0);
    busy = 0;
    CHECK(watch(space, AREA, PAGE_SIZE, DEBUG_WRITE) > 0);
    busy = others;
}

static void watch_again(void) { watch_now(1); }
static void other_space(void) { watch_now(2); }

static void test_meanwhile(void)
{
    static void (*const what[])(void) = { NULL, take_off, watch_again,
                                          other_space };

    for (u32 i = 0; i < ARRAY_SIZE(what); i++)
        for (u32 times = 1; times < 4; times++) {
            CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_WRITE) > 0);
            meanwhile = what[i], busy = times;
            const int tf = touch(1, AREA, 1, EIP);
            CHECK_EQ(tf, !interrupts);
            if (tf)
                stepped(1, EIP);
            busy = 0, meanwhile = NULL;
            CHECK(interrupts);
            if (i == 2)
                CHECK_EQ(is_closed[1][4], 1 + ACCESS_READ);
            off(0);
            check_nothing();
        }
    take_log();
}

/* It ends after the model has told, and before debug has looked. */
static int other_of(int space, u32 kind, u32 address, void *to, u32 bytes)
{
    off(0);
    return fetch(space, kind, address, to, bytes);
}

static void test_gone(void)
{
    const struct memory other = { .fetch = other_of };

    CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_WRITE) > 0);
    memory = &other;
    CHECK(!touch(1, AREA, 1, EIP) && interrupts);
    memory = &world_memory;
    check_nothing();
    take_log();
}

/* The page cannot be opened any more: by what it is told, the model opens it. */
static void test_unbound(void)
{
    struct client_fault fault = fault_at(EIP, 14, 1);

    CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_WRITE) > 0);
    answer_now = E_UNBOUND;
    CHECK_EQ(told.touched(1, &fault, AREA), E_UNBOUND);
    CHECK(interrupts && !(fault.eflags & TF));
    answer_now = 0;
    off(0);
    check_nothing();
    take_log();
}

/* --- Any order ------------------------------------------------------------------ */

static void one_of_many(void)
{
    struct client_fault fault = fault_at(EIP, 14, random_below(2));
    const int space = 1 + (int)random_below(2);
    const u32 address = random_below(FIRST_MAP * PAGE_SIZE);
    u32 at;

    switch (random_below(12)) {
    case 0: case 1:
        watch(space, address, 1 + random_below(3 * PAGE_SIZE),
              1 + random_below(7));
        break;
    case 2: debug.unwatch((int)random_below(WATCHES + 2)); break;
    case 3: step(space, random_below(4)); break;
    case 4: guard(1, 1 + random_below(PAGE_SIZE), &at); break;
    case 5: off(space); break;
    case 6: told.paused(space); model_has_on(); break;
    case 7: told.ended(space, &fault, address); model_has_on(); break;
    case 8: take_log(); break;
    default:
        if (told.touched(space, &fault, address) == 1)
            stepped(space, EIP + 1);
        if (!interrupts)
            stepped(3 - space, EIP);
        CHECK(interrupts);
    }
}

static void test_any_order(void)
{
    for (u32 i = 0; i < 20000; i++) {
        requests = 0;
        refused = random_below(8);
        answer_of_refused = (u32)E_QUOTA;
        one_of_many();
        if (i % 64 == 63) {
            off(0);
            check_nothing();
        }
    }
    refused = 0;
    leave();
    check_nothing();
}

int main(void)
{
    world_open();
    test_refused();
    test_guard_sizes();
    test_instruction();
    test_many_pages();
    test_death();
    test_ways();
    test_pushf();
    test_paused();
    test_meanwhile();
    test_gone();
    test_unbound();
    test_any_order();
    return check_done();
}
