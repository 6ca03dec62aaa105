/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/switch.c modules/lib/thread/life.c
 * modules/lib/thread/inside.c */
/*
 * A policy that calls the concurrency module while that asks it: each of its
 * methods, each of ours. Nothing changes. A lock that is left behind by a
 * death is no such call.
 */
#include "threads_world.h"

#define METHODS 9

enum { READY, NEXT, QUANTUM, GONE };

static u32 word, where, what, asked;
static int entered(u32 argument) { return (int)argument; }

static int call(u32 method)
{
    switch (method) {
    case 0: return create(entered, 1, 4096);
    case 1: return yield();
    case 2: end(5); return E_ACTIVE;
    case 3: return join(1 + (thread_current == FIRST));
    case 4: return wait(&word, word);
    case 5: return wake(&word);
    case 6: return set_context(8, 16);
    case 7: return thread_hand_off(1 + (thread_current == FIRST));
    default: return drop();
    }
}

static void nested(u32 here)
{
    const struct thread *before = thread_current;
    struct thread all[THREAD_MAX];
    const u32 switched = switches;

    if (here != where)
        return;
    asked++;
    memcpy(all, threads, sizeof(all));
    CHECK_EQ(call(what), E_ACTIVE);
    CHECK(thread_current == before && threads_locked == 1);
    CHECK(switches == switched && !memcmp(all, threads, sizeof(all)));
}

static void nosy_ready(int thread)
{
    nested(READY);
    is_ready(thread);
}

static int nosy_next(void)
{
    nested(NEXT);
    return take_next();
}

static u32 nosy_quantum(int thread)
{
    nested(QUANTUM);
    return quantum_of(thread);
}

static void nosy_gone(int thread)
{
    nested(GONE);
    drop_of(thread);
}

static const struct scheduler nosy[METHODS] = {
    [0 ... METHODS - 1] = { nosy_ready, nosy_next, nosy_quantum, nosy_gone } };

/* Two threads take turns; the second ends. Another table: it is asked for its
 * quantum once. */
static void test(u32 here, u32 method)
{
    static u32 which;

    where = here;
    what = method;
    asked = 0;
    scheduler = &nosy[which++ % METHODS];
    const int second = create(entered, 1, 4096);
    CHECK(second > 0);
    CHECK_EQ(yield(), 0);
    CHECK(thread_current != FIRST);
    end(7);
    CHECK(thread_current == FIRST);
    threads_leave();                    /* no thread comes back from there */
    where = GONE + 1;
    CHECK_EQ(join(second), 7);
    CHECK(asked > 0);
}

/* Somebody's recovery points, but no policy's. */
static void test_left_behind(u32 method)
{
    const struct recovery other = { .callee = (saddr_t)entered };
    const struct recovery mine = { (saddr_t)&other, .callee = (saddr_t)end };

    scheduler = &first_in_first_out;
    innermost = &mine;
    threads_locked = 1;
    CHECK(call(method) != E_ACTIVE);
    CHECK_EQ(threads_locked, 0);
    innermost = NULL;
}

int main(void)
{
    for (u32 here = READY; here <= GONE; here++)
        for (u32 method = 0; method < METHODS; method++)
            test(here, method);
    test_left_behind(0);                /* create, wake, set_context, drop */
    test_left_behind(5);
    test_left_behind(6);
    test_left_behind(8);
    return check_done();
}
