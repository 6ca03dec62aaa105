/* SPDX-License-Identifier: MIT */
/* sources: modules/models/debug/access.c modules/models/debug/map.c
 * modules/models/debug/log.c modules/models/debug/space.c
 * modules/models/debug/told.c modules/models/debug/instruction.c
 * modules/models/debug/place.c modules/lib/call/look.c */
/*
 * `debug`, while what it asks a model for waits: others run, take it off that space,
 * and put it under another one, which has the same place in its tables. At each request
 * of each method, in turn: nothing happens to the other space, and of the first one
 * nothing is left.
 */
#include "debug_world.h"

#include "../../modules/models/debug/place.h"

#include <setjmp.h>

#define TF 0x100
#define AREA (4 * PAGE_SIZE)
#define COUNT 3                 /* steps of the other */
#define MANY 200                /* requests of one method, at most */

static int other_watch, result;
static u32 guard_at;

static int touch_of(int space, u32 address)
{
    struct client_fault fault = fault_at(EIP, 14, 1);

    fault.esp = 4;
    CHECK_EQ(told.touched(space, &fault, address), 1);
    return (fault.eflags & TF) != 0;
}

static int touch(u32 address) { return touch_of(1, address); }

static void step_of(int space, u32 eip)
{
    struct client_fault fault = fault_at(eip, 1, 0);

    CHECK_EQ(told.stepped(space, &fault), 1);
    model_has_on();
}

static void step_on(u32 eip) { step_of(1, eip); }
static void next_is(u8 first) { code[0] = first; }

static void watch_it(void)
{
    CHECK(watch(1, AREA, 2 * PAGE_SIZE, DEBUG_READ | DEBUG_WRITE) > 0);
}

static void step_it(void) { CHECK_EQ(step(1, 9), 0); }

/* --- What is begun, and what is then asked -------------------------------------- */

static void begin_nothing(void) { }

static void begin_all(void)
{
    watch_it();
    CHECK_EQ(guard(1, 100, &guard_at), 0);
    step_it();
}

/* The next instruction is PUSHF, with interrupts on, and so is the one behind. */
static void begin_pushf(void)
{
    struct client_fault fault = fault_at(EIP, 1, 0);

    begin_all();
    next_is(0x9c);
    code[1] = 0x9c;
    fault.esp = 4;
    CHECK_EQ(told.stepped(1, &fault), 1);
    CHECK(fault.eflags & TF);
}

static void begin_call(void) { begin_all(), next_is(0x9a); }

/* A handler of INT n, which runs with the page open. */
static void begin_handler(void)
{
    begin_all();
    next_is(0xcd);
    CHECK(touch(AREA) && interrupts && is_closed[1][4] == 4);
}

static void ask_touch(void)
{
    if (touch(AREA))
        step_on(EIP + 1);
}

static void ask_other_touch(void)
{
    if (touch(AREA + PAGE_SIZE))
        step_on(EIP + 2);
}

static void ask_step(void) { step_on(EIP + 1); }
static void ask_pause(void) { told.paused(1), model_has_on(); }

static void ask_end(void)
{
    struct client_fault fault = fault_at(EIP, 14, 0);

    told.ended(1, &fault, AREA);
    model_has_on();
}

static void ask_watch(void)
{
    result = watch(1, AREA, 2 * PAGE_SIZE, DEBUG_READ);
}

/* Not all of it is there. */
static void ask_watch_refused(void)
{
    result = watch(1, AREA, 40 * PAGE_SIZE, DEBUG_READ);
}

static void ask_steps(void) { result = step(1, 7); }
static void ask_guard(void) { result = guard(1, 100, &guard_at); }
static void ask_off(void) { off(1); }
static void ask_unguard(void) { debug.unguard(1, guard_at); }

static const struct { void (*begin)(void), (*ask)(void); } scenes[] = {
    { begin_all, ask_touch }, { begin_all, ask_step }, { begin_all, ask_end },
    { begin_all, ask_pause }, { begin_all, ask_off }, { begin_all, ask_unguard },
    { begin_pushf, ask_step }, { begin_pushf, ask_touch },
    { begin_call, ask_touch }, { begin_call, ask_step },
    { begin_handler, ask_touch }, { begin_handler, ask_other_touch },
    { begin_handler, ask_step }, { begin_handler, ask_pause },
    { begin_handler, ask_end }, { begin_handler, ask_off },
    { begin_nothing, ask_watch }, { begin_nothing, ask_watch_refused },
    { begin_nothing, ask_steps }, { begin_nothing, ask_guard },
};

/* --- What others do ---------------------------------------------------------------- */

/* It is in a handler of INT n, which began anew, with a page open. */
static void other_space(void)
{
    const u8 first = code[0];

    off(0);
    other_watch = watch(2, AREA, PAGE_SIZE, DEBUG_WRITE);
    CHECK(other_watch > 0);
    CHECK_EQ(step(2, COUNT), 0);
    next_is(0xcd);
    CHECK(touch_of(2, AREA) && interrupts);
    told.paused(2), model_has_on();
    CHECK(touch_of(2, AREA) && interrupts);
    next_is(first);
}

static void same_space(void)
{
    off(0);
    other_watch = watch(1, AREA, PAGE_SIZE, DEBUG_WRITE);
    CHECK(other_watch > 0);
    CHECK_EQ(step(1, COUNT), 0);
}

/* In another place. */
static void both_spaces(void)
{
    other_space();
    CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_WRITE) > 0);
    CHECK_EQ(step(1, COUNT), 0);
}

static void nothing_more(void) { off(0); }

static u32 mapped(void)
{
    u32 count = 0;

    for (u32 i = 0; i < PAGES_OF_SPACE; i++)
        count += is_mapped[i] != 0;
    return count;
}

static void check_other(void)
{
    const struct session *s = session_find(2);

    CHECK(s && s->is_again && s->opened == 1 && !s->pushes[0].is_there);
    CHECK_EQ(debug.left(2), COUNT);
    CHECK_EQ(is_armed[2], 1);
    CHECK(is_closed[2][4] == 4 && !is_closed[2][5]);
    step_of(2, EIP + 1);
    CHECK_EQ(debug.left(2), COUNT - 1);
    CHECK_EQ(is_closed[2][4], 1 + ACCESS_READ);
    CHECK_EQ(debug.unwatch(other_watch), 0);
    CHECK(!is_closed[2][4]);
}

/* What is asked for is there if that was said; which cannot be if it was taken off
 * behind the first request, whether there is such a space. */
static void check_result(void (*ask)(void), void (*others)(void), u32 n)
{
    const int is_watch = ask == ask_watch || ask == ask_watch_refused;
    const int is_again = others == same_space || others == both_spaces;

    if (ask == ask_guard && result >= 0)
        CHECK(session_find(1) != NULL);
    else if (n > 1 && (is_watch || !is_again))
        CHECK(result == E_HANDLE ||
              (result == E_RANGE && ask == ask_watch_refused));
    if (is_watch && n > 1 && others == same_space)
        CHECK_EQ(debug.unwatch(other_watch), 0);
    if (result >= 0)
        off(1);
}

/* Whom the model waits for, as it was asked. */
static void check_armed(void)
{
    for (int space = 1; space <= WORLD_SPACES; space++) {
        const struct session *s = session_find(space);
        CHECK_EQ(is_armed[space], s ? s->is_armed : 0);
    }
}

/* 0: it does not ask so often. */
static int play(u32 scene, void (*others)(void), u32 n)
{
    struct debug_entry entries[256];

    memset(code, 0, sizeof(code));
    scenes[scene].begin();
    other_watch = 0;
    result = 0;
    meanwhile = others, waited = 0, wait_at = n;
    scenes[scene].ask();
    const int has_waited = !wait_at;
    wait_at = 0;
    CHECK(interrupts);
    check_armed();
    if (has_waited && scenes[scene].begin == begin_nothing)
        check_result(scenes[scene].ask, others, n);
    CHECK(!has_waited || !mapped());
    if (has_waited && (others == other_space || others == both_spaces))
        check_other();
    if (has_waited && others == other_space)
        CHECK(!is_armed[1] && !is_closed[1][4] && !is_closed[1][5]);
    off(0);
    check_nothing();
    while (take(entries, 256) > 0)
        ;
    return has_waited;
}

static void test_meanwhile(void)
{
    static void (*const what[])(void) = { nothing_more, same_space, other_space,
                                          both_spaces };
    u32 asked = 0;

    for (u32 scene = 0; scene < ARRAY_SIZE(scenes); scene++)
        for (u32 i = 0; i < ARRAY_SIZE(what); i++) {
            u32 n = 1;
            while (n < MANY && play(scene, what[i], n))
                n++;
            CHECK(n < MANY);
            asked += n - 1;
        }
    CHECK(asked > 4 * ARRAY_SIZE(scenes));
}

/* --- Room for all guards--------------------------------------------------------- */

static u32 mapped_now;

static int fetch_none(int space, u32 kind, u32 address, void *to, u32 size)
{
    CHECK(space == 1 && !kind && !address && to && !size);
    return 0;
}

static int map_any(int space, u32 address, u32 size, u32 access, u32 *at)
{
    CHECK(space == 1 && !address && size == 3 * PAGE_SIZE && access == 3);
    let_others();
    *at = ++mapped_now * size;
    return 0;
}

static int protect_any(int space, u32 address, u32 size, u32 access)
{
    CHECK(space == 1 && address && size && !access);
    return 0;
}

static int unmap_any(int space, u32 address, u32 size)
{
    CHECK(space == 1 && address && size == 3 * PAGE_SIZE);
    mapped_now--;
    return 0;
}

static const struct memory roomy = { .map = map_any, .protect = protect_any,
                                     .unmap = unmap_any, .fetch = fetch_none };

/* --- The thread is lost ------------------------------------------------------------- */

static jmp_buf out;

static void lose(void) { longjmp(out, 1); }

/* All places can be had. */
static void check_places(void)
{
    for (u32 i = 0; i < SESSIONS; i++)
        CHECK_EQ(session_number(i), 0);
    for (u32 i = 0; i < WATCHES; i++)
        CHECK(watch(2, AREA, 1, DEBUG_READ) > 0);
    off(0);
    memory = &roomy;
    for (u32 i = 0; i < GUARDS; i++)
        CHECK_EQ(guard(1, 100, &guard_at), 0);
    off(0);
    memory = &world_memory;
}

/* What is left of it closed is open when it is touched. 0: it does not wait so often. */
static int play_lost(u32 scene, u32 n)
{
    memset(code, 0, sizeof(code));
    scenes[scene].begin();
    meanwhile = lose, waited = 0, wait_at = n;
    const int is_lost = setjmp(out);
    if (!is_lost)
        scenes[scene].ask();
    wait_at = 0;
    has_threads = !is_lost;
    CHECK(interrupts);
    off(0);
    for (u32 i = 0; i < FIRST_MAP; i++)
        touch(i * PAGE_SIZE);
    check_nothing();
    check_places();
    has_threads = 1;
    return is_lost;
}

static void test_lost(void)
{
    for (u32 scene = 0; scene < ARRAY_SIZE(scenes); scene++) {
        u32 n = 1;
        while (n < MANY && play_lost(scene, n))
            n++;
        CHECK(n < MANY);
    }
}

/* All places, by threads that are lost as the model is to map. */
static void test_lost_guards(void)
{
    has_threads = 0;
    memory = &roomy;
    for (volatile u32 i = 0; i < 2 * GUARDS; i++) {
        meanwhile = lose, waited = 0, wait_at = 1;
        if (!setjmp(out))
            ask_guard();
        CHECK(!wait_at);
    }
    for (u32 i = 0; i < GUARDS; i++)
        CHECK_EQ(guard(1, 100, &guard_at), 0);
    off(0);
    memory = &world_memory;
    has_threads = 1;
    check_nothing();
}

/* Its pages have gone by then, or not, and are the client's own. */
static void test_going(void)
{
    for (volatile u32 is_own = 0; is_own < 2; is_own++) {
        CHECK_EQ(guard(1, 100, &guard_at), 0);
        meanwhile = lose, waited = 0, wait_at = 1;
        if (!setjmp(out))
            ask_unguard();
        CHECK(!wait_at && mapped() == 3);
        for (u32 i = 0; is_own && i < 3; i++)
            is_mapped[FIRST_MAP + i] = 3;
        off(0);
        CHECK_EQ(mapped(), 3);          /* its thread may come back */
        has_threads = 0;
        off(0);
        CHECK_EQ(mapped(), is_own * 3);
        has_threads = 1;
        memset(is_mapped, 0, sizeof(is_mapped));
        check_nothing();
    }
}

#define FRAME 0x2000u
#define ANOTHER 0x3000u

static volatile int word;

static void give_and_take(void)
{
    word = 0;
    CHECK(place_take(&word, 0, FRAME));
}

/* Of whoever has it, as long as there is such a thread. */
static void test_word(void)
{
    word = 7;
    CHECK(!place_take(&word, 0, FRAME) && !place_take_lost(&word, FRAME));
    CHECK(place_take(&word, 7, FRAME) && word < 0);
    CHECK(!place_take(&word, 7, ANOTHER) && !place_take_lost(&word, ANOTHER));
    CHECK(place_take_lost(&word, FRAME));       /* of an earlier call */
    has_threads = 0;
    in_look = give_and_take;
    CHECK(!place_take_lost(&word, ANOTHER) && !in_look);
    for (u32 i = 0; i < 2; i++)
        CHECK(place_take_lost(&word, ANOTHER + 4 * i));
    has_threads = 1;
    word = 0;
    CHECK(!place_take_lost(&word, FRAME));
}

/* --- Two at once -------------------------------------------------------------------- */

static u32 second_at;

static void second_guard(void) { CHECK_EQ(guard(1, 50, &second_at), 0); }

/* Each has its own place, whichever is mapped first. */
static void test_guards(void)
{
    for (u32 n = 1; n < 5; n++) {
        meanwhile = second_guard, waited = 0, wait_at = n;
        second_at = 0;
        ask_guard();
        wait_at = 0;
        CHECK_EQ(result, 0);
        CHECK_EQ(debug.unguard(1, guard_at), 0);
        if (second_at)
            CHECK_EQ(debug.unguard(1, second_at), 0);
        CHECK(!mapped());
        off(0);
        check_nothing();
    }
}

static void no_guard(void) { CHECK_EQ(guard(1, 50, &second_at), E_QUOTA); }

/* One is left, and two threads come for it. */
static void test_last_guard(void)
{
    memory = &roomy;
    for (u32 i = 1; i < GUARDS; i++) {
        ask_guard();
        CHECK_EQ(result, 0);
    }
    meanwhile = no_guard, waited = 0, wait_at = 1;
    ask_guard();
    CHECK(result == 0 && !wait_at && mapped_now == GUARDS);
    CHECK_EQ(debug.unguard(1, guard_at), 0);
    off(0);
    CHECK_EQ(mapped_now, 0);
    memory = &world_memory;
    check_nothing();
}

#define LAST ((int)SESSIONS + 1)        /* a space for which there is one place */

static void step_last(void)
{
    const int got = step(LAST, COUNT);

    CHECK(got == 0 || got == E_QUOTA);
    CHECK_EQ(got == 0, session_find(LAST) != NULL);
}

static void ask_no_steps(void) { result = step(1, 0); }

/* One place is left, and two threads come for it, each for a space of its own: one has
 * it, and what it asked for; the other is told that there is none. */
static void test_last_session(void)
{
    static void (*const asks[])(void) = { ask_steps, ask_watch, ask_no_steps };
    int has_waited = 1;

    for (u32 i = 0; i < ARRAY_SIZE(asks); i++, has_waited = 1)
        for (u32 n = 1; has_waited; n++) {
            CHECK(n < MANY);
            for (int space = 2; space < LAST; space++)
                CHECK_EQ(step(space, COUNT), 0);
            meanwhile = step_last, waited = 0, wait_at = n;
            asks[i]();
            has_waited = !wait_at;
            wait_at = 0;
            CHECK(result >= 0 || (has_waited && result == E_QUOTA));
            if (result >= 0 && asks[i] != ask_no_steps)
                CHECK(session_find(1) && !session_find(LAST));
            check_armed();
            off(0);
            check_nothing();
        }
}

/* The lock is waited for with interrupts on, whatever is open meanwhile. */
static void test_busy_handler(void)
{
    begin_handler();
    meanwhile = NULL, busy = 1;
    ask_other_touch();
    CHECK(interrupts && !busy);
    off(0);
    check_nothing();
}

/* The client died of PUSHF. What it does there in its next run is another matter. */
static void test_death(void)
{
    begin_pushf();
    ask_end();
    memset(stack_bytes, 0xff, sizeof(stack_bytes));
    step_on(EIP + 1);
    for (u32 i = 0; i < sizeof(stack_bytes); i++)
        CHECK_EQ(stack_bytes[i], 0xff);
    off(0);
    check_nothing();
}

/* Who is bound no more cannot hold interrupts off: no page is opened without that. */
static int refuse(u32 on) { return on ? E_ACTIVE : 0; }

static void test_refused(void)
{
    const struct steps refusing = { .arm = arm, .hold = refuse };

    next_is(0x90);
    watch_it();
    steps = &refusing;
    CHECK(!touch(AREA) && is_closed[1][4] == 1);
    steps = &world_steps;
    CHECK(touch(AREA) && is_closed[1][4] == 4 && !interrupts);
    step_on(EIP + 1);
    off(0);
    check_nothing();
}

int main(void)
{
    world_open();
    test_meanwhile();
    test_lost();
    test_lost_guards();
    test_going();
    test_word();
    test_guards();
    test_last_guard();
    test_last_session();
    test_busy_handler();
    test_death();
    test_refused();
    return check_done();
}
