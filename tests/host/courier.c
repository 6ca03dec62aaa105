/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/lock/lock.c modules/lib/binding/courier.c modules/lib/binding/queue.c */
/*
 * A courier whose threads, lock or server do not do as they ought to: what
 * each of its calls answers then, and that its buffer lives as long as its
 * thread.
 */
#include "../../modules/lib/binding/queue.h"

#include "../../core/api/error.h"
#include "../../modules/api/recover.h"

#include "backtrace_world.h"
#include "check.h"
#include "courier_world.h"
#include "there_world.h"

#include <unistd.h>

static u32 buffer[64], regions;
static int region_error, thread_error;  /* what create_*() answer, or 0 */
static int (*entry)(u32);
static u32 argument;
static int joined, waited;              /* what these answer */
static void (*while_waiting)(void);

static int create(int (*run)(u32), u32 a, u32 stack_size)
{
    (void)stack_size;
    if (thread_error)
        return thread_error;
    entry = run;
    argument = a;
    return 2;
}

static int join(int thread)
{
    CHECK_EQ(thread, 2);
    return joined;
}

static int current(void)
{
    return 1;
}

static int wait(const volatile u32 *word, u32 expected)
{
    CHECK_EQ(*word, expected);
    if (while_waiting)
        while_waiting();
    return waited;
}

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    CHECK(space == NMM_UPS && !base && !flags && size <= sizeof(buffer));
    if (region_error)
        return region_error;
    regions++;
    info->base = (u32)buffer;
    return 1;
}

static int destroy_region(u32 region)
{
    CHECK_EQ(region, 1);
    regions--;
    return 0;
}

u64 recover_call(void *method, const u32 *args, u32 n)
{
    (void)method;
    (void)args;
    (void)n;
    return 0;
}

static int receive(const struct request *r)
{
    return -(int)r->operation;
}

static struct queue queue = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = queue_deliver },
    .receive = receive,
};
static struct courier *const c = &queue.courier;

static int call(u32 operation)
{
    static const u8 bytes[4];

    return queue_call(&queue, &(struct request){ operation, bytes, 4, NULL, 0 },
                      OVERFLOW_REFUSE);
}

static void close_and_free(void)
{
    c->open = 0;
    c->holder = 0;
}

/* Who waits for the lock, and finds it closed, sends nothing. */
static void test_closed_while_waiting(void)
{
    c->holder = OTHER;
    while_waiting = close_and_free;
    CHECK_EQ(courier_enter(c), E_UNBOUND);
    while_waiting = NULL;
    CHECK_EQ(c->holder, LOCK_CONTENDED);
    CHECK_EQ(c->accepted, 0);
    c->open = 1;
    c->holder = OTHER;
    waited = E_UNBOUND;                 /* and who cannot wait does not send */
    CHECK_EQ(call(1), E_UNBOUND);
    CHECK_EQ(c->accepted, 0);
    waited = 0;
    c->holder = 0;
}

/* A sender that is no more, with others that wait for it or none. What it was about
 * to put is not there. */
static void test_lost(void)
{
    for (u32 others = 0; others < 2; others++) {
        const u32 accepted = c->accepted;

        c->holder = LOST | others;
        queue.tails[(accepted + 1) % 2] = 0x7777;
        CHECK_EQ(call(0), 0);
        CHECK(c->accepted == accepted + 1 && c->holder == LOCK_CONTENDED);
        CHECK(woken == &c->holder);     /* others may have come */
        yields = 0;
        CHECK_EQ(courier_lock(c), 0);
        courier_unlock(c);              /* none has */
        CHECK(yields == 1 && !c->holder);
        queue_deliver(c);
        CHECK_EQ(queue.head, queue.tails[c->accepted % 2]);
    }
    c->accepted = c->delivered = 0;
}

/* The first error of several is told, once. */
static void test_first_error(void)
{
    CHECK_EQ(call(7), 0);
    CHECK_EQ(call(0), 0);
    CHECK_EQ(call(9), 0);
    queue_deliver(c);
    queue_deliver(c);
    queue_deliver(c);
    CHECK_EQ(c->delivered, 3);
    CHECK_EQ(call(1), -7);
    CHECK_EQ(call(1), 0);
    queue_deliver(c);
    CHECK_EQ(courier_flush(c), -1);
    CHECK_EQ(courier_flush(c), 0);
}

static void deliver_one(void)
{
    queue_deliver(c);
}

/* Counts wrap: what was accepted before that is waited for all the same, and
 * no more than that. */
static void test_wrap(void)
{
    while_waiting = deliver_one;
    for (u32 before = 0; before <= 3; before++) {
        c->accepted = c->delivered = 0u - before;
        for (u32 i = 0; i < 3; i++)
            CHECK_EQ(call(0), 0);
        CHECK_EQ(courier_flush(c), 0);
        CHECK_EQ(c->delivered, 3 - before);
        CHECK_EQ(c->accepted, c->delivered);
        CHECK_EQ(courier_flush(c), 0);  /* nothing to wait for */
    }
    while_waiting = NULL;
}

static void give_back(void)
{
    nothing_is_there = 1;
    queue_deliver(c);                   /* there is room now */
}

/* While it waits for room its bytes are given back: it sends none. */
static void test_given_back(void)
{
    static const u8 bytes[40];
    const struct request r = { 0, bytes, sizeof(bytes), NULL, 0 };
    u32 before;

    do {
        before = c->accepted;
        if (queue_call(&queue, &r, OVERFLOW_REFUSE) < 0)
            break;
    } while (c->accepted != before);
    while_waiting = give_back;
    CHECK_EQ(queue_call(&queue, &r, OVERFLOW_WAIT), E_ADDRESS);
    CHECK(c->accepted == before && !c->holder);
    while_waiting = NULL;
    nothing_is_there = 0;
    while (c->delivered != c->accepted)
        queue_deliver(c);
}

/* A thread that cannot sleep ends, and nothing is taken that nobody reads. */
static void test_sleepless(void)
{
    waited = E_UNBOUND;
    CHECK_EQ(entry(argument), E_UNBOUND);
    CHECK_EQ(call(1), E_UNBOUND);
    waited = 0;
}

/* The buffer stays while the thread may be reading it. */
static void test_stop(void)
{
    joined = E_ACTIVE;
    CHECK_EQ(courier_stop(c), E_ACTIVE);
    CHECK_EQ(regions, 1);
    joined = E_UNBOUND;
    CHECK_EQ(courier_stop(c), E_UNBOUND);
    CHECK_EQ(regions, 1);
    CHECK_EQ(queue_start(&queue, 100), E_BUSY);
    joined = E_DIED;                    /* it is not there any more */
    CHECK_EQ(entry(argument), 0);       /* told to end */
    CHECK_EQ(courier_stop(c), 0);
    CHECK_EQ(regions, 0);
    CHECK_EQ(courier_stop(c), E_UNBOUND);
}

/* A start that was refused leaves nothing, takes no call, and can be tried
 * again. */
static void test_start(void)
{
    static const int errors[] = { E_NOMEM, E_FULL, E_UNBOUND, E_DEAD, E_DIED };

    for (u32 i = 0; i < 2 * ARRAY_SIZE(errors); i++) {
        const int error = errors[i / 2];
        region_error = i % 2 ? error : 0;
        thread_error = i % 2 ? 0 : error;
        CHECK_EQ(queue_start(&queue, 100), error);
        CHECK_EQ(regions, 0);
        CHECK_EQ(call(1), E_UNBOUND);
        CHECK_EQ(queue_room(&queue), 0);
        CHECK_EQ(courier_stop(c), E_UNBOUND);
    }
    region_error = thread_error = 0;
    CHECK_EQ(queue_start(&queue, COURIER_SIZE_MAX + 1), E_RANGE);
    CHECK_EQ(queue_start(&queue, 0xffffffff), E_RANGE);
    CHECK_EQ(courier_start(c, 0xfffffff0), E_RANGE);
    CHECK_EQ(regions, 0);
    CHECK_EQ(queue_start(&queue, 100), 0);
    CHECK_EQ(regions, 1);
    CHECK_EQ(queue_start(&queue, 100), E_BUSY);
    CHECK_EQ(courier_start(c, 100), E_BUSY);
}

int main(void)
{
    alarm(20);                          /* a hang is a failure, too */
    test_start();
    CHECK_EQ(call(0xffffffff), E_UNSUPPORTED);  /* the end of the buffer */
    test_closed_while_waiting();
    test_lost();
    test_first_error();
    test_wrap();
    test_given_back();
    test_sleepless();
    test_stop();
    return check_done();
}
