/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/binding/message.c modules/lib/lock/lock.c modules/lib/binding/courier.c */
/*
 * Messages and their replies in one buffer, every size beside every other:
 * what fits comes over whole and is not mixed, what does not is refused, and
 * no byte outside the buffer or the caller's place is touched.
 */
#include "../../modules/lib/binding/message.h"

#include "../../core/api/error.h"
#include "../../modules/api/recover.h"

#include "backtrace_world.h"
#include "check.h"
#include "there_world.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY 64
#define THREAD 2
#define GUARD 0x5a

static struct message message;
static int current_thread = 1, threads_left = 1;
static int reply_claimed;               /* by the server; -1: as asked */
static u32 gives_back, exchanges;       /* the caller's memory, in a call */
static int wait_says;                   /* it cannot */
static u8 *buffer;

static int create(int (*entry)(u32), u32 argument, u32 stack_size)
{
    (void)entry, (void)argument, (void)stack_size;
    return threads_left ? THREAD : E_NOMEM;
}

static int current(void) { return current_thread; }
static int join(int thread) { (void)thread; return 0; }
static int wake(const volatile u32 *word) { (void)word; return 0; }
static int yield(void) { return 0; }   /* nobody else wants the lock */

static int wait(const volatile u32 *word, u32 expected)
{
    struct courier *c = &message.courier;

    if (wait_says || *word != expected)
        return wait_says;
    if (c->accepted == c->delivered)
        return E_ACTIVE;
    current_thread = THREAD;
    c->deliver(c);
    current_thread = 1;
    return 0;
}

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    (void)space, (void)base, (void)flags;
    buffer = malloc(size);
    info->base = (u32)buffer;
    return 1;
}

static int destroy_region(u32 region)
{
    (void)region;
    free(buffer);
    buffer = NULL;
    return 0;
}

static const struct concurrency threads_table = {
    .create = create, .join = join, .current = current, .wait = wait,
    .wake = wake, .yield = yield,
};
static const struct nmm nmm_table = {
    .copy_bytes = there_copy_bytes, .create_region = create_region,
    .destroy_region = destroy_region,
};
static const struct concurrency *volatile threads = &threads_table;
static const struct nmm *volatile nmm = &nmm_table;

u64 recover_call(void *method, const u32 *args, u32 n)
{
    int (*call)(u32, u32, u32, u32, u32) = method;

    (void)n;
    return (u32)call(args[0], args[1], args[2], args[3], args[4]);
}

/* Writes its reply first, then looks at the request: they lie apart. */
static int serve(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    const u8 *bytes = in;

    CHECK_EQ(operation, 9);
    memset(out, 0xee, out_size);
    for (u32 i = 0; i < in_size; i++)
        CHECK_EQ(bytes[i], (u8)(i + 1));
    nothing_is_there = gives_back;
    there_is += exchanges;
    return reply_claimed == -1 ? (int)out_size : reply_claimed;
}

static const struct service service = { .call = serve };
static const struct service *volatile server = &service;

static int send(u32 in_size, u32 out_size)
{
    u8 in[2 * CAPACITY], out[2 * CAPACITY + 8];

    for (u32 i = 0; i < sizeof(in); i++)
        in[i] = (u8)(i + 1);
    memset(out, GUARD, sizeof(out));
    const int result = message_call(&message, &(struct request){
        9, in, in_size, out, out_size });
    const u32 written = result > 0 ? (u32)result : 0;
    for (u32 i = 0; i < sizeof(out); i++)
        CHECK_EQ(out[i], i < written ? 0xee : GUARD);
    return result;
}

static void test_sizes(void)
{
    reply_claimed = -1;
    for (u32 in = 0; in <= CAPACITY + 5; in++)
        for (u32 out = 0; out <= CAPACITY + 5; out++) {
            int fits = ((in + 3) & ~3u) + out <= CAPACITY;

            CHECK_EQ(send(in, out), fits ? (int)out : E_RANGE);
        }
    struct request odd = { 9, "", 4, NULL, 0xfffffffc };
    CHECK_EQ(message_call(&message, &odd), E_RANGE);
    odd = (struct request){ 9, "", 0xfffffffd, NULL, 4 };
    CHECK_EQ(message_call(&message, &odd), E_RANGE);
}

/* More than was asked for is the server's mistake; errors are its answers. */
static void test_claims(void)
{
    for (u32 out = 0; out < 20; out++)
        for (reply_claimed = 0; reply_claimed < 40; reply_claimed++)
            CHECK_EQ(send(4, out), (u32)reply_claimed <= out ? reply_claimed
                                                             : E_RANGE);
    reply_claimed = E_FULL;
    CHECK_EQ(send(4, 8), E_FULL);
}

/* Request or reply would lie nowhere: nothing is accepted or delivered. */
static void test_nowhere(void)
{
    const u32 accepted = message.courier.accepted;

    reply_claimed = -1;
    nothing_is_there = 1;
    CHECK_EQ(send(4, 0), E_ADDRESS);
    CHECK_EQ(send(0, 4), E_ADDRESS);
    CHECK_EQ(send(0, 0), 0);
    nothing_is_there = 0;
    CHECK_EQ(message.courier.accepted, accepted + 1);
    CHECK_EQ(message.courier.holder, 0);
}

/* The reply's place is given back while it is served. */
static void test_given_back(void)
{
    u8 other[4] = { GUARD };

    exchanges = 1;                      /* its place is another's: not written */
    reply_claimed = 1;
    CHECK_EQ(message_call(&message, &(struct request){ 9, "", 0, other, 4 }),
             E_ADDRESS);
    CHECK_EQ(other[0], GUARD);
    exchanges = 0;
    gives_back = 1;
    for (reply_claimed = 1; reply_claimed <= 4; reply_claimed++) {
        u8 out[4] = { 0 };
        const struct request r = { 9, "", 0, out, sizeof(out) };
        CHECK_EQ(message_call(&message, &r), E_ADDRESS);
        CHECK_EQ(out[0], 0);
        nothing_is_there = 0;
    }
    gives_back = 0;
    there_is = 0;                       /* nowhere; while it waits for the one before: */
    exchanges = 1;
    message.request = (struct request){ 9, buffer, 0, buffer, 0 };
    message.courier.accepted++;
    CHECK_EQ(message_call(&message, &(struct request){ 9, "", 0, other, 4 }),
             E_ADDRESS);
    CHECK_EQ(message.courier.accepted, message.courier.delivered);
    exchanges = 0;
    gives_back = 1;
    reply_claimed = 0;                  /* none: all is well */
    CHECK_EQ(send(4, 4), 0);
    gives_back = nothing_is_there = 0;
    CHECK_EQ(message.courier.holder, 0);
}

/* What one has asked that is no more is served before the next is let in, and if
 * that cannot be awaited, it stays as it was. */
static void test_pending(void)
{
    struct courier *c = &message.courier;
    u8 in[4] = { 1, 2, 3, 4 };

    reply_claimed = -1;
    memcpy(buffer, in, sizeof(in));
    message.request = (struct request){ 9, buffer, 4, buffer + 4, 8 };
    c->holder = LOST;
    c->accepted++;
    CHECK_EQ(send(12, 16), 16);
    CHECK(c->delivered == c->accepted && c->holder == LOCK_CONTENDED);
    message.request = (struct request){ 9, buffer, 0, buffer, 0 };
    c->accepted++;
    wait_says = E_TIMEOUT;
    CHECK_EQ(send(12, 16), E_TIMEOUT);
    CHECK(message.request.out_size == 0 && !c->holder);
    CHECK_EQ(c->accepted, c->delivered + 1);
    wait_says = 0;
    CHECK_EQ(send(12, 16), 16);
    CHECK_EQ(c->accepted, c->delivered);
}

static void test_life(void)
{
    struct courier *c = &message.courier;

    CHECK_EQ(send(4, 4), E_UNBOUND);
    threads_left = 0;
    CHECK_EQ(courier_start(c, CAPACITY), E_NOMEM);
    CHECK(!buffer);
    threads_left = 1;
    CHECK_EQ(courier_start(c, COURIER_SIZE_MAX + 1), E_RANGE);
    CHECK_EQ(courier_start(c, CAPACITY), 0);
    CHECK_EQ(courier_start(c, CAPACITY), E_BUSY);
    CHECK_EQ(message_room(&message), CAPACITY);
    current_thread = THREAD;
    c->holder = OTHER;
    CHECK_EQ(send(4, 4), E_BUSY);       /* it would wait for itself */
    CHECK_EQ(courier_stop(c), E_BUSY);
    c->holder = 0;
    current_thread = 1;
    CHECK_EQ(c->accepted, c->delivered);
}

int main(void)
{
    message = (struct message){
        .courier = { .threads = &threads, .nmm = &nmm,
                     .deliver = message_deliver },
        .server = &server };
    test_life();
    test_sizes();
    test_claims();
    test_nowhere();
    test_given_back();
    test_pending();
    CHECK_EQ(courier_stop(&message.courier), 0);
    CHECK(!buffer);
    CHECK_EQ(message_room(&message), 0);
    return check_done();
}
