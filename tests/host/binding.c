/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/lock/lock.c modules/lib/binding/courier.c modules/lib/binding/queue.c
 * modules/lib/binding/stream.c */
/*
 * The circular buffers of queue and stream, at random against the plainest
 * model: what comes out is what went in, in order, and nothing is touched
 * outside of the buffer. The thread is played by whoever waits.
 */
#include "../../modules/lib/binding/queue.h"
#include "../../modules/lib/binding/stream.h"

#include "../../core/api/error.h"
#include "../../modules/api/recover.h"

#include "backtrace_world.h"
#include "check.h"
#include "courier_world.h"
#include "there_world.h"

#include <stdlib.h>

#define CAPACITY 500
#define MESSAGE_MAX 300
#define STEPS 20000
#define SENDER 1
#define THREAD 2

static struct courier *played;  /* whose thread wait() plays */
static int current_thread = SENDER;
static u32 sent, received;      /* bytes so far: byte i is value(i) */
static u32 seed = 1;

static u32 draw(u32 below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

static u8 value(u32 i)
{
    return (u8)(i * 7 + (i >> 8));
}

/* --- What stands in for threads, NMM and recovery ------------------------ */

static void deliver_one(void)
{
    if (played->accepted == played->delivered)
        return;
    current_thread = THREAD;
    played->deliver(played);
    current_thread = SENDER;
}

static int create(int (*entry)(u32), u32 argument, u32 stack_size)
{
    (void)entry;
    (void)argument;
    (void)stack_size;
    return THREAD;
}

static int join(int thread)
{
    (void)thread;
    while (played->accepted != played->delivered)
        deliver_one();
    return 0;
}

static int current(void)
{
    return current_thread;
}

static int wait(const volatile u32 *word, u32 expected)
{
    if (*word == expected && played->accepted == played->delivered)
        return E_ACTIVE;                /* it would hang */
    if (*word == expected)
        deliver_one();
    return 0;
}

static void *memory;

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    (void)space;
    (void)base;
    (void)flags;
    memory = malloc(size);              /* no slack: the sanitizer watches */
    info->base = (u32)memory;
    return 1;
}

static int destroy_region(u32 region)
{
    (void)region;
    free(memory);
    return 0;
}

u64 recover_call(void *method, const u32 *args, u32 n)
{
    int (*call)(u32, u32, u32, u32, u32) = method;

    CHECK_EQ(n, 5);
    return (u32)call(args[0], args[1], args[2], args[3], args[4]);
}

/* --- The server: every byte in its place --------------------------------- */

static u32 wrong;

static int serve(u32 operation, const void *in, u32 in_size,
                 void *out, u32 out_size)
{
    const u8 *bytes = in;

    wrong += operation != SERVICE_DATA || out || out_size;
    for (u32 i = 0; i < in_size; i++)
        wrong += bytes[i] != value(received + i);
    received += in_size;
    return 0;
}

static const struct service server_table = { .call = serve };
static const struct service *volatile server = &server_table;

static int receive(const struct request *r)
{
    return courier_call(server, r);
}

static struct queue queue = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = queue_deliver },
    .receive = receive,
};

static struct stream stream = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = stream_deliver },
    .server = &server,
};

static int send_queue(const struct request *r, enum overflow overflow)
{
    return queue_call(&queue, r, overflow);
}

static int send_stream(const struct request *r, enum overflow overflow)
{
    return stream_call(&stream, r, overflow);
}

typedef int sender(const struct request *r, enum overflow overflow);

/* Any size, either way, from a block that has not a byte to spare. */
static int send_one(sender *send, u32 size_max)
{
    const u32 size = draw(size_max);
    const enum overflow overflow = draw(2) ? OVERFLOW_WAIT : OVERFLOW_REFUSE;
    u8 *block = malloc(size ? size : 1);

    for (u32 i = 0; i < size; i++)
        block[i] = value(sent + i);
    const int result = send(&(struct request){
        SERVICE_DATA, block, size, NULL, 0 }, overflow);
    free(block);
    if (result == 0)
        sent += size;
    CHECK(result == 0 || (result == E_FULL && overflow == OVERFLOW_REFUSE));
    return result;
}

static void run(struct courier *c, sender *send, u32 size_max)
{
    u32 full = 0;

    played = c;
    sent = received = wrong = 0;
    for (u32 step = 0; step < STEPS; step++) {
        if (draw(3))
            full += send_one(send, size_max) == E_FULL;
        else
            deliver_one();
        CHECK(received <= sent);
    }
    CHECK(full > 0);
    CHECK_EQ(c->refused, full);
    CHECK_EQ(courier_stop(c), 0);
    CHECK_EQ(received, sent);
    CHECK_EQ(wrong, 0);
}

static void test_limits(void)
{
    static const u8 bytes[2 * CAPACITY + 100];
    struct request r = { SERVICE_DATA, bytes, sizeof(bytes), NULL, 0 };

    played = &queue.courier;
    CHECK_EQ(queue_call(&queue, &r, OVERFLOW_WAIT), E_UNBOUND);
    CHECK_EQ(queue_start(&queue, CAPACITY), 0);
    CHECK_EQ(queue_start(&queue, CAPACITY), E_BUSY);
    CHECK_EQ(queue_call(&queue, &r, OVERFLOW_WAIT), E_RANGE);
    r.in_size = 0xfffffffe;             /* does not wrap around */
    CHECK_EQ(queue_call(&queue, &r, OVERFLOW_WAIT), E_RANGE);
    r.out_size = 1;
    CHECK_EQ(queue_call(&queue, &r, OVERFLOW_WAIT), E_UNSUPPORTED);
    CHECK_EQ(courier_stop(&queue.courier), 0);
    CHECK_EQ(courier_stop(&queue.courier), E_UNBOUND);
    CHECK_EQ(queue_start(&queue, 0xffffffff), E_RANGE);
}

/* What can never go is told from what can go later. */
static void test_stream_limits(void)
{
    struct courier *c = &stream.courier;
    u8 *bytes = calloc(1, 4 * CAPACITY);
    struct request r = { SERVICE_DATA, bytes, 1, NULL, 0 };

    played = c;
    sent = received = wrong = 0;
    CHECK_EQ(stream_call(&stream, &r, OVERFLOW_REFUSE), E_UNBOUND);
    CHECK_EQ(courier_start(c, CAPACITY), 0);
    bytes[0] = value(0);
    CHECK_EQ(stream_call(&stream, &r, OVERFLOW_REFUSE), 0);
    for (u32 size = c->size - 1; size <= c->size + 1; size++) {
        r.in_size = size + (size == c->size - 1);
        CHECK_EQ(stream_call(&stream, &r, OVERFLOW_REFUSE),
                 r.in_size <= c->size ? E_FULL : E_RANGE);
    }
    CHECK_EQ(c->refused, 2);
    CHECK_EQ(stream_credits(&stream), c->size - 1);
    r.operation++;
    CHECK_EQ(stream_call(&stream, &r, OVERFLOW_WAIT), E_UNSUPPORTED);
    CHECK_EQ(courier_stop(c), 0);
    free(bytes);
}

int main(void)
{
    test_limits();
    test_stream_limits();
    CHECK_EQ(queue_start(&queue, 2 * MESSAGE_MAX), 0);
    run(&queue.courier, send_queue, MESSAGE_MAX);
    CHECK_EQ(courier_start(&stream.courier, CAPACITY), 0);
    run(&stream.courier, send_stream, MESSAGE_MAX);
    return check_done();
}
