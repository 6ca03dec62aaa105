/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/lock/lock.c */
/*
 * The lock among threads that take it all the time, first come first served: each
 * has it after the others had their turn, wherever the processor is taken away,
 * and it is free for the fast path once nobody wants it any more.
 */
#include "../../modules/lib/lock/lock.h"

#include "check.h"
#include "random.h"

#include <string.h>
#include <ucontext.h>

#define MOST 8u
#define STACK 65536u
#define ROUNDS 300u
#define TRIED 200u

/* Where the processor may be taken away: in the lock, or everywhere; or never,
 * but who has the lock sleeps in it. */
enum how { INSIDE, ANYWHERE, SLEEPS, HOWS };

static struct thread {
    ucontext_t context;
    const volatile u32 *word;           /* it sleeps on that */
    u32 since, frame, had, came, goal;
    int ended;
} threads[MOST];
static ucontext_t first;
static u32 stacks[MOST][STACK / 4];
static u32 count, now, queue[MOST], queued, clock_, taken, yields, worst;
static enum how how;
static u32 word, inside;

static void make_ready(u32 t)
{
    CHECK(queued < MOST);
    queue[queued++] = t;
}

static void dispatch(void)
{
    const u32 from = now;

    CHECK(queued);                      /* somebody can always run */
    now = queue[0];
    memmove(queue, queue + 1, --queued * sizeof(*queue));
    if (now != from)
        swapcontext(&threads[from].context, &threads[now].context);
}

static int yield(void)
{
    yields++;
    make_ready(now);
    dispatch();
    return 0;
}

static void tick(enum how where, u32 one_of)
{
    if (how == where && random_below(one_of) == 0)
        yield();
}

static int wait(const volatile u32 *asked, u32 expected)
{
    tick(ANYWHERE, 3);
    if (*asked == expected) {
        threads[now].word = asked;
        threads[now].since = ++clock_;
        dispatch();
    }
    tick(ANYWHERE, 3);
    return 0;
}

static int wake(const volatile u32 *asked)
{
    u32 woken = 0;

    tick(ANYWHERE, 3);
    for (;;) {
        u32 t = MOST;
        for (u32 i = 0; i < count; i++)
            if (threads[i].word == asked &&
                (t == MOST || threads[i].since < threads[t].since))
                t = i;
        if (t == MOST)
            return (int)woken;
        threads[t].word = NULL;
        make_ready(t);
        woken++;
    }
}

static const struct concurrency methods = { .yield = yield, .wait = wait,
                                            .wake = wake };
static const struct concurrency *volatile concurrency = &methods;
static const struct nmm *volatile nmm;
static const struct lock_parts parts = { .nmm = &nmm,
                                         .threads = &concurrency };

int backtrace_is_own(u32 frame, const struct nmm *asked)
{
    CHECK(frame && !asked);
    tick(ANYWHERE, 5);
    return frame == threads[now].frame;
}

int backtrace_has(u32 frame, const struct nmm *asked)
{
    CHECK(frame && !asked);
    tick(ANYWHERE, 5);
    for (u32 i = 0; i < count; i++)
        if (threads[i].frame == frame)
            return 1;
    return 0;
}

/* How often others had it while this one wanted it. */
static void judge(u32 came)
{
    const u32 others = taken - came;

    if (others > worst)
        worst = others;
    taken++;
    threads[now].had++;
}

static void work(void)
{
    const u32 at = now;

    CHECK_EQ(inside++, 0);
    tick(INSIDE, 1 + at % 3);
    tick(SLEEPS, 1);
    tick(ANYWHERE, 2);
    CHECK_EQ(--inside, 0);
}

static void once(void)
{
    const u32 came = taken;

    threads[now].frame = LOCK_FRAME;
    CHECK_EQ(lock_enter(&word, &parts), 0);
    judge(came);
    work();
    lock_leave(&word, &parts);
    threads[now].frame = 0;
}

static void body(void)
{
    while (threads[now].had < threads[now].goal) {
        once();
        tick(ANYWHERE, 20);
    }
    threads[now].ended = 1;
    if (queued)
        dispatch();
    setcontext(&first);
}

static void start(u32 t)
{
    struct thread *one = &threads[t];

    *one = (struct thread){ .goal = ROUNDS };
    getcontext(&one->context);
    one->context.uc_stack.ss_sp = stacks[t];
    one->context.uc_stack.ss_size = STACK;
    makecontext(&one->context, body, 0);
    make_ready(t);
}

/* The worst that befell one of `threads_there`. */
static u32 run(enum how asked, u32 threads_there)
{
    how = asked;
    count = threads_there;
    queued = taken = worst = word = 0;
    for (u32 i = 0; i < count; i++)
        start(i);
    now = queue[0];
    memmove(queue, queue + 1, --queued * sizeof(*queue));
    swapcontext(&first, &threads[now].context);
    for (u32 i = 0; i < count; i++)
        CHECK(threads[i].ended && threads[i].had == ROUNDS);
    CHECK_EQ(inside, 0);
    return worst;
}

/* The last one that wanted it may have left a sign; the next but one that comes
 * alone pays nothing any more. */
static void test_alone(void)
{
    count = 1;
    now = queued = 0;
    threads[0] = (struct thread){ 0 };
    how = HOWS;
    for (u32 i = 0; i < 2; i++) {
        const u32 before = yields;
        const u32 was = word;
        once();
        CHECK_EQ(yields - before, was != 0);
        CHECK_EQ(word, 0);
    }
}

int main(void)
{
    for (u32 n = 2; n <= MOST; n++) {
        CHECK(run(INSIDE, n) < n);
        printf("%u inside: %u", n, worst);
        test_alone();
        CHECK(run(SLEEPS, n) < n);
        printf(", asleep: %u", worst);
        test_alone();
        for (u32 i = 0; i < TRIED / n; i++) {
            run(ANYWHERE, n);
            test_alone();
        }
        printf("\n");
    }
    return check_done();
}
