/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/switch.c modules/lib/thread/life.c
 * modules/lib/thread/inside.c */
/*
 * The methods of a concurrency module where they refuse: inside an upcall,
 * without a policy, a stack or a start, for tasks that are gone or need paging
 * that is off; and what has changed then.
 */
#include "threads_world.h"

static u32 word;
static int entered(u32 argument) { return (int)argument; }

static void check_is_back(void)
{
    CHECK(thread_current == FIRST && !threads_locked && depth == UPCALLS);
    CHECK(FIRST->state == THREAD_RUNNING);
}

/* Threads 2 to n, all ready, and thread 1 runs. */
static void world_start(u32 n)
{
    world_empty();
    queued = announced = paging = task_now = stack_now = 0;
    meanwhile = NULL;
    for (u32 i = 1; i < n; i++)
        CHECK(create(entered, i, 4096) > 0);
    check_is_back();
}

static int handle_of(u32 i)
{
    return (int)threads[i].handle;
}

/* --- What is refused ------------------------------------------------------ */

static void test_upcall(void)
{
    world_start(3);
    const u32 before = switches;
    depth = UPCALLS + 1;
    CHECK_EQ(yield(), E_ACTIVE);
    CHECK_EQ(wait(&word, word), E_ACTIVE);
    CHECK_EQ(wait(&word, word + 1), E_ACTIVE);
    CHECK_EQ(join(handle_of(1)), E_ACTIVE);
    CHECK_EQ(context_hand_off(handle_of(1)), E_ACTIVE);
    CHECK_EQ(thread_hand_off(handle_of(1)), E_ACTIVE);
    thread_current = &threads[1];
    end(5);
    CHECK_EQ(threads[1].state, THREAD_READY);
    thread_current = FIRST;
    CHECK(create(entered, 1, 4096) > 0);        /* needs no switch */
    CHECK_EQ(wake(&word), 0);
    CHECK_EQ(switches, before);
    depth = UPCALLS;
    check_is_back();
}

/* What is not ready is busy; the caller itself, and none at all. */
static void test_hand_off(void)
{
    static const struct { enum thread_state state; int error; } cases[] = {
        { THREAD_READY, E_OK }, { THREAD_WAITING, E_BUSY },
        { THREAD_ENDED, E_BUSY }, { THREAD_HELD, E_BUSY },
    };

    for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
        world_start(3);
        thread_set_state(&threads[2], cases[i].state);
        const u32 before = switches;
        CHECK_EQ(thread_hand_off(handle_of(2)), cases[i].error);
        CHECK_EQ(switches, before + !cases[i].error);
        CHECK(thread_current == &threads[cases[i].error ? 0 : 2]);
        CHECK_EQ(threads_locked, 0);
    }
    world_start(2);
    CHECK_EQ(thread_hand_off(1), E_OK);
    CHECK_EQ(thread_hand_off(0), E_HANDLE);
    CHECK_EQ(thread_hand_off(handle_of(1) + 256), E_HANDLE);
    CHECK_EQ(thread_hand_off(-1), E_HANDLE);
    check_is_back();
}

/* Who was handed the processor is still in the policy's queue, and goes
 * behind the others at its next yield. */
static void test_short_way(void)
{
    world_start(4);
    CHECK_EQ(context_hand_off(handle_of(1)), E_OK);
    CHECK(thread_current == &threads[1]);
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[2] && FIRST->state == THREAD_READY);
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[3]);
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == FIRST);
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[1]);
}

/* Who yields to nobody goes on with a time of its own. */
static void test_alone(void)
{
    world_start(1);
    const u32 before = switches;
    granted = NULL;
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == FIRST && switches == before);
    CHECK(granted == FIRST);
}

/* To a thread whose task needs paging, or has gone: it has none from then. */
static void test_hand_off_tasks(void)
{
    world_start(3);
    threads[1].context = PAGED_TASK;
    threads[2].context = GONE_TASK;
    const u32 before = switches;
    CHECK_EQ(thread_hand_off(handle_of(1)), E_PAGING);
    CHECK(switches == before && threads[1].state == THREAD_READY);
    check_is_back();
    FIRST->context = task_now = 0x48;
    CHECK_EQ(thread_hand_off(handle_of(2)), E_OK);
    CHECK_EQ(threads[2].context, 0);
    CHECK_EQ(task_now, 0);
    CHECK_EQ(switches, before + 1);
    paging = 1;
    threads[1].stack1 = 0x77;
    CHECK_EQ(thread_hand_off(handle_of(1)), E_OK);
    CHECK(task_now == PAGED_TASK && stack_now == 0x77);
}

/* What there was before; or why not, and then it is so still. */
static void test_exchange(void)
{
    u64 (*const ways[])(u32, saddr_t) = { context_exchange, entry_exchange };

    for (u32 i = 0; i < ARRAY_SIZE(ways); i++) {
        world_start(2);
        FIRST->stack1 = FIRST->context = 0;
        CHECK_EQ(ways[i](0x48, 0x900), 0);
        CHECK(FIRST->context == 0x48 && FIRST->stack1 == 0x900);
        CHECK(task_now == 0x48 && stack_now == 0x900);
        CHECK_EQ((int)ways[i](GONE_TASK, 0x77), E_HANDLE);
        CHECK_EQ((int)ways[i](PAGED_TASK, 0x77), E_PAGING);
        CHECK(FIRST->context == 0x48 && FIRST->stack1 == 0x900);
        const u64 before = ways[i](0, 0);
        CHECK((u32)before == 0x48 && before >> 32 == 0x900);
        CHECK(!FIRST->context && !FIRST->stack1 && !task_now);
        CHECK_EQ(threads_locked, 0);
        check_is_back();
    }
}

/* With too little of the stack left it is refused by each way; what set_context()
 * gives is given. Where the first one's ends is asked for once. */
static void test_room(void)
{
    u64 (*const ways[])(u32, saddr_t) = { context_exchange, entry_exchange };

    for (u32 i = 0; i < 8; i++) {
        const u32 t = i / 2 % 2;
        world_start(2);
        thread_current = &threads[t];
        threads[t].stack1 = threads[t].context = 0;
        first_bottom = t ? 0 : 0x5000;
        threads[t].bottom = t ? 0x5000 : ROOM_NONE;
        thread_set_room(&threads[t]);
        for (entered_esp = 0x5008; entered_esp >= 0x4ffc; entered_esp -= 4) {
            const int is_full = entered_esp < 0x5000;
            const u32 before = threads[t].context, now = entered_esp & 0xfff;
            CHECK_EQ((u32)ways[i % 2](now, 0x900),
                     is_full ? (u32)E_NOMEM : before);
            CHECK_EQ(threads[t].context, is_full ? before : now);
            CHECK_EQ(threads[t].room, 0x5000);
            CHECK_EQ(threads_locked, 0);
        }
        CHECK_EQ(set_context(0, 0), 0);
        CHECK_EQ(threads[t].context, 0);
        entered_esp = 0x80000000;
        thread_current = FIRST;
    }
    world_start(2);
    first_bottom = 0;                   /* nobody knows */
    entered_esp = 4;
    FIRST->bottom = ROOM_NONE;
    thread_set_room(FIRST);
    CHECK(context_exchange(0x48, 0x900) == 0 && FIRST->room == 0);
    CHECK_EQ(set_context(0, 0), 0);
    entered_esp = 0x80000000;
}

static void test_create(void)
{
    world_start(3);
    CHECK(threads[1].room == 16 && threads[2].room == 16);
    world_start(1);
    CHECK_EQ(create((int (*)(u32))0x10, 0, 4096), E_ADDRESS);
    CHECK_EQ(create(entered, 0, 0), E_NOMEM);
    const int left = stacks_left;
    start_error = E_BUSY;
    for (u32 i = 0; i < 3; i++)
        CHECK_EQ(create(entered, 0, 4096), E_BUSY);
    CHECK_EQ(stacks_left, left);
    CHECK(threads[1].state == THREAD_FREE && !threads[1].stack);
    CHECK_EQ(count(), 1);
    CHECK_EQ(announced, 0);
    start_error = 0;
    for (u32 i = 1; i < THREAD_MAX; i++)
        CHECK(create(entered, 0, 4096) > 0);
    CHECK_EQ(create(entered, 0, 4096), E_FULL);
    CHECK_EQ(count(), THREAD_MAX);
    check_is_back();
}

/* Which is asked once, of each policy: what it answers to all else is its
 * own business. */
static void test_policy(void)
{
    static const struct scheduler bad = { is_ready, take_next, quantum_of,
                                          drop_of };

    world_start(2);
    policy_answer = E_UNBOUND;
    scheduler = &bad;
    CHECK_EQ(yield(), E_UNBOUND);
    CHECK_EQ(create(entered, 0, 4096), E_UNBOUND);
    CHECK_EQ(count(), 2);
    check_is_back();
    policy_answer = 0;
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[1]);
    policy_answer = E_UNBOUND;
    CHECK_EQ(yield(), E_OK);            /* it has answered already */
    policy_answer = 0;
    scheduler = &first_in_first_out;
}

/* Results of those that have ended wait, unless nobody can ask for them. */
static void test_reap(void)
{
    for (u32 dead = 0; dead < 2; dead++) {
        world_start(3);
        thread_set_state(&threads[1], THREAD_ENDED);
        threads[1].result = 9;
        threads[1].owner = 0x111;
        dead_owner = dead ? 0x111 : 0;
        const int handle = handle_of(1);
        const u32 left = (u32)stacks_left;
        CHECK_EQ(drop(), E_OK);
        CHECK_EQ(threads_locked, 0);
        CHECK_EQ(stacks_left, left + 1);
        CHECK(threads[2].stack && threads[2].state == THREAD_READY);
        CHECK_EQ(join(handle), dead ? E_HANDLE : 9);
        dead_owner = 0;
        check_is_back();
    }
}

/* --- Sleep ---------------------------------------------------------------- */

/* Everybody sleeps: the first is told, and the others sleep on. */
static void test_deadlock(void)
{
    world_start(2);
    CHECK_EQ(wait(&word, 0), 0);        /* of thread 1; 2 goes on */
    CHECK(thread_current == &threads[1]);
    wait(&word, 0);
    CHECK(thread_current == FIRST && FIRST->woken == E_ACTIVE);
    CHECK_EQ(threads[1].state, THREAD_WAITING);
    CHECK(!FIRST->word && threads[1].word == &word);
    world_start(1);
    CHECK_EQ(wait(&word, 0), E_ACTIVE);
    check_is_back();
    CHECK_EQ(join(1), E_HANDLE);
}

static void wake_first(void)
{
    CHECK_EQ(wake(&word), 1);
    yield();
}

/* What it was told before is not told again. */
static void test_woken(void)
{
    static const int before[] = { E_ACTIVE, E_PAGING };

    for (u32 i = 0; i < ARRAY_SIZE(before); i++) {
        world_start(2);
        FIRST->woken = before[i];
        meanwhile = wake_first;
        CHECK_EQ(wait(&word, word), E_OK);
        check_is_back();
    }
}

/* They wake in the order in which they fell asleep, whatever their slots. */
static void test_order(void)
{
    world_start(4);
    for (u32 i = 1; i < 4; i++)
        yield();
    CHECK(thread_current == &threads[3]);
    wait(&word, 0);
    check_is_back();
    yield();
    wait(&word, 0);
    CHECK(thread_current == &threads[2]);
    yield();
    check_is_back();
    CHECK_EQ(wake(&word), 2);
    yield();
    CHECK(thread_current == &threads[2]);
    yield();
    CHECK(thread_current == &threads[3]);
    yield();
    CHECK(thread_current == &threads[1]);
    CHECK_EQ(wake(&word), 0);
}

/* --- Paging --------------------------------------------------------------- */

/* Thread 2 begins: each of these runs as it. */
static void to_second(void)
{
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[1]);
}

/* Both others run, and the one that waits does not, before it is on. */
static void turn_on(void)
{
    CHECK(thread_current == &threads[2] && task_now == 0);
    for (u32 i = 0; i < 4; i++) {
        CHECK_EQ(yield(), E_OK);
        CHECK(thread_current == &threads[i % 2 ? 2 : 0] && task_now == 0);
    }
    paging = 1;
    for (u32 i = 0; i < 3 && thread_current != &threads[1]; i++)
        CHECK_EQ(yield(), E_OK);
}

/* It waits for paging inside that call, and has its task afterwards. */
static void test_wait_for_paging(void)
{
    world_start(3);
    CHECK_EQ(set_context(PAGED_TASK, 0x77), E_PAGING);  /* not the first */
    CHECK_EQ(FIRST->context, 0);
    to_second();
    meanwhile = turn_on;
    CHECK_EQ(set_context(PAGED_TASK, 0x77), E_OK);
    CHECK(threads[1].context == PAGED_TASK && threads[1].stack1 == 0x77);
    CHECK(task_now == PAGED_TASK && stack_now == 0x77);
    CHECK_EQ(set_context(0, 0), E_OK);
    CHECK(task_now == 0 && threads[1].context == 0);
}

/* No way to wait: the call says so, and changes nothing. */
static void test_no_wait(void)
{
    static const struct scheduler other = { is_ready, take_next, quantum_of,
                                            drop_of };

    world_start(2);
    to_second();
    CHECK_EQ(set_context(0x48, 0x11), E_OK);
    depth = UPCALLS + 1;
    CHECK_EQ(set_context(PAGED_TASK, 0x77), E_PAGING);
    depth = UPCALLS;
    scheduler = &other;
    policy_answer = E_DEAD;
    CHECK_EQ(set_context(PAGED_TASK, 0x77), E_PAGING);
    policy_answer = 0;
    scheduler = &first_in_first_out;
    CHECK(threads[1].context == 0x48 && threads[1].stack1 == 0x11);
    CHECK(task_now == 0x48 && threads_locked == 0);
    CHECK_EQ(set_context(GONE_TASK, 1), E_HANDLE);
    CHECK(threads[1].context == 0x48 && threads[1].stack1 == 0x11);
    threads[1].context = GONE_TASK;
    CHECK_EQ(set_context(0, 0), E_OK);  /* it was gone already */
    CHECK_EQ(threads[1].context, 0);
}

static void goes_meanwhile(void)
{
    CHECK(thread_current == FIRST);
    threads[1].context = GONE_TASK;
    CHECK_EQ(yield(), E_OK);
}

/* The task goes while its thread waits for paging: the one before is back. */
static void test_gone_meanwhile(void)
{
    world_start(2);
    to_second();
    CHECK_EQ(set_context(0x48, 0x11), E_OK);
    meanwhile = goes_meanwhile;
    CHECK_EQ(set_context(PAGED_TASK, 0x77), E_HANDLE);
    CHECK(threads[1].context == 0x48 && threads[1].stack1 == 0x11);
}

/* All that are ready wait for paging: who falls asleep is told. */
static void test_held(void)
{
    world_start(3);
    threads[1].context = threads[2].context = PAGED_TASK;
    CHECK_EQ(wait(&word, 0), E_PAGING);
    check_is_back();
    CHECK_EQ(threads[1].state, THREAD_READY);
    CHECK_EQ(threads[2].state, THREAD_READY);
    CHECK_EQ(paging, 0);
    CHECK_EQ(yield(), E_OK);            /* it runs itself */
    check_is_back();
    paging = 1;
    CHECK_EQ(yield(), E_OK);
    CHECK(thread_current == &threads[1] && task_now == PAGED_TASK);
}

/* Nobody is left to turn it on but the module itself, for the first one. */
static void test_paging_needed(void)
{
    world_start(3);
    to_second();
    FIRST->context = PAGED_TASK;
    FIRST->stack1 = 0x99;
    threads[2].context = PAGED_TASK;
    end(3);
    CHECK_EQ(paging, 1);
    CHECK(thread_current == FIRST);
    CHECK(task_now == PAGED_TASK && stack_now == 0x99);
    CHECK_EQ(FIRST->woken, E_PAGING);
    CHECK_EQ(join(handle_of(1)), 3);
}

int main(void)
{
    scheduler = &first_in_first_out;
    test_upcall();
    test_hand_off();
    test_short_way();
    test_alone();
    test_hand_off_tasks();
    test_exchange();
    test_room();
    test_create();
    test_policy();
    test_reap();
    test_deadlock();
    test_woken();
    test_order();
    test_wait_for_paging();
    test_no_wait();
    test_gone_meanwhile();
    test_held();
    test_paging_needed();
    return check_done();
}
