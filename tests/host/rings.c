/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/lock/lock.c modules/lib/binding/courier.c modules/lib/binding/queue.c modules/lib/binding/stream.c */
/*
 * Which call still fits into a ring, to the byte: every size, wherever the
 * ring stands and however full it is, against the arithmetic of a ring of so
 * many bytes. What is refused changes nothing but the count of refusals.
 */
#include "../../modules/lib/binding/queue.h"
#include "../../modules/lib/binding/stream.h"

#include "../../core/api/error.h"
#include "../../modules/api/recover.h"

#include "backtrace_world.h"
#include "check.h"
#include "there_world.h"

#include <stdlib.h>

#define SIZE 128                        /* of the buffer */
#define HEAD 8                          /* of a record */

static u8 *memory;
static const u8 bytes[2 * SIZE];
static int regions;

static int create(int (*entry)(u32), u32 argument, u32 stack_size)
{
    return (void)entry, (void)argument, (void)stack_size, 2;
}

static int join(int thread) { return (void)thread, 0; }
static int current(void) { return 1; }
static int wake(const volatile u32 *word);

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    (void)space, (void)base, (void)flags;
    CHECK_EQ(size, SIZE);
    memory = malloc(size);              /* the sanitizer watches its ends */
    info->base = (u32)memory;
    return ++regions;
}

static int destroy_region(u32 region)
{
    (void)region;
    free(memory);
    return --regions;
}

static const struct concurrency threads_table = {
    .create = create, .join = join, .current = current, .wake = wake,
};
static const struct nmm nmm_table = {
    .create_region = create_region, .destroy_region = destroy_region,
    .copy_bytes = there_copy_bytes,
};
static const struct concurrency *volatile threads = &threads_table;
static const struct nmm *volatile nmm = &nmm_table;

u64 recover_call(void *method, const u32 *args, u32 n)
{
    (void)method, (void)args;
    return n - 5;                       /* 0: well served */
}

static const struct service server_table;
static const struct service *volatile server = &server_table;

static int receive(const struct request *r)
{
    return (int)r->operation - SERVICE_DATA;
}

#define COURIER(deliver_) \
    { .threads = &threads, .nmm = &nmm, .deliver = deliver_ }
static struct queue queue = {
    .courier = COURIER(queue_deliver), .receive = receive };
static struct stream stream = {
    .courier = COURIER(stream_deliver), .server = &server };

/* Whoever is woken finds everything done: the room is there. */
static int wake(const volatile u32 *word)
{
    const struct courier *c = &queue.courier;

    if (word == &c->done && c->accepted == c->delivered)
        CHECK_EQ(queue.head, queue.tails[queue.courier.accepted % 2]);
    return 0;
}

static struct request request_of(u32 size)
{
    return (struct request){ SERVICE_DATA, bytes, size, NULL, 0 };
}

static int send_queue(u32 size)
{
    const struct request r = request_of(size);

    return queue_call(&queue, &r, OVERFLOW_REFUSE);
}

static int send_stream(u32 size)
{
    const struct request r = request_of(size);

    return stream_call(&stream, &r, OVERFLOW_REFUSE);
}

static u32 record(u32 size)
{
    return HEAD + (size + 3) / 4 * 4;
}

/* A ring whose ends stand at `at`, with one record of `size` in it; how many
 * bytes that is with what is skipped at the end. */
static u32 queue_with(u32 at, u32 size)
{
    const u32 end = SIZE - at;

    queue.courier.accepted = queue.courier.delivered = 0;
    queue.courier.refused = 0;
    queue.head = queue.tails[0] = at - SIZE;        /* positions wrap, too */
    if (record(size) > SIZE / 2)
        return 0;
    CHECK_EQ(send_queue(size), 0);
    return record(size) + (record(size) > end ? end : 0);
}

static void try_queue(u32 at, u32 first, u32 second)
{
    const u32 used = queue_with(at, first), next = (at + used) % SIZE;
    const u32 before = queue.courier.accepted;
    const u32 end = SIZE - next, size = record(second);
    const u32 needed = size > end ? end + size : size;
    const int fits = needed <= SIZE - used;

    CHECK_EQ(queue_room(&queue), SIZE - used);
    CHECK_EQ(send_queue(second), size > SIZE / 2 ? E_RANGE :
                                 fits ? 0 : E_FULL);
    const u32 taken = fits && size <= SIZE / 2;
    CHECK_EQ(queue.courier.accepted, before + taken);
    CHECK_EQ(queue.courier.refused, size <= SIZE / 2 && !fits);
    CHECK_EQ(queue_room(&queue), SIZE - used - (taken ? needed : 0));
    while (queue.courier.delivered != queue.courier.accepted)
        queue_deliver(&queue.courier);
    CHECK_EQ(queue_room(&queue), SIZE);
    CHECK(!queue.courier.error && queue.head == queue.tails[queue.courier.accepted % 2]);
}

static void test_queue(void)
{
    CHECK_EQ(queue_start(&queue, SIZE - 2 * HEAD), 0);
    nothing_is_there = 1;               /* the caller's bytes */
    CHECK_EQ(send_queue(1), E_ADDRESS);
    nothing_is_there = 0;
    CHECK(!queue.courier.accepted && !queue.courier.holder);
    queue_with(0, SIZE / 2 - HEAD);
    CHECK_EQ(send_queue(SIZE / 2 - HEAD), 0);
    nothing_is_there = 1;               /* before it is told that there is no room */
    CHECK_EQ(send_queue(1), E_ADDRESS);
    nothing_is_there = 0;
    CHECK_EQ(send_queue(1), E_FULL);
    queue_deliver(&queue.courier);
    queue_deliver(&queue.courier);
    for (u32 at = 0; at < SIZE; at += 4)
        for (u32 first = 0; first <= SIZE / 2; first++)
            for (u32 second = 0; second <= SIZE / 2; second++)
                try_queue(at, first, second);
    CHECK_EQ(courier_stop(&queue.courier), 0);
}

static void try_stream(u32 at, u32 used, u32 size)
{
    struct courier *c = &stream.courier;

    c->accepted = c->delivered = at - SIZE;
    c->refused = 0;
    CHECK_EQ(send_stream(used), 0);
    CHECK_EQ(stream_credits(&stream), SIZE - used);
    CHECK_EQ(send_stream(size), size > SIZE ? E_RANGE :
                                size > SIZE - used ? E_FULL : 0);
    const u32 taken = size <= SIZE - used ? size : 0;
    CHECK_EQ(c->accepted, at - SIZE + used + taken);
    CHECK_EQ(c->refused, size <= SIZE && size > SIZE - used);
    CHECK_EQ(stream_credits(&stream), SIZE - used - taken);
    while (c->delivered != c->accepted)
        stream_deliver(c);
    CHECK(!c->error);
}

static void test_stream(void)
{
    CHECK_EQ(courier_start(&stream.courier, SIZE), 0);
    nothing_is_there = 1;
    CHECK_EQ(send_stream(1), E_ADDRESS);
    nothing_is_there = 0;
    CHECK(!stream.courier.accepted && !stream.courier.holder);
    CHECK_EQ(send_stream(SIZE), 0);
    nothing_is_there = 1;
    CHECK_EQ(send_stream(1), E_ADDRESS);
    nothing_is_there = 0;
    stream_deliver(&stream.courier);
    for (u32 at = 0; at < SIZE; at += 3)
        for (u32 used = 0; used <= SIZE; used++)
            for (u32 size = 0; size <= SIZE + 1; size++)
                try_stream(at, used, size);
    CHECK_EQ(courier_stop(&stream.courier), 0);
}

int main(void)
{
    test_queue();
    test_stream();
    return check_done();
}
