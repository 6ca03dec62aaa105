/* SPDX-License-Identifier: MIT */
/* A circular buffer of records between the senders and the thread. */
#include "queue.h"

#include "../../../core/api/error.h"
#include "../../../core/lib/string.h"

#define QUEUE_SKIP 0xffffffffu

struct record {
    u32 operation, size;
    u8 bytes[];
};

static struct record *record_at(const struct queue *q, u32 position)
{
    const struct carrier *c = &q->carrier;

    return (struct record *)(c->buffer + (position & (c->size - 1)));
}

static u32 to_end(const struct queue *q, u32 position)
{
    return q->carrier.size - (position & (q->carrier.size - 1));
}

static u32 record_size(u32 bytes)
{
    return sizeof(struct record) + ((bytes + 3) & ~3u);
}

u32 queue_room(const struct queue *q)
{
    return q->carrier.open ? q->carrier.size - (q->tail - q->head) : 0;
}

int queue_start(struct queue *q, u32 capacity)
{
    if (q->carrier.region > 0)
        return E_BUSY;
    if (capacity > CARRIER_SIZE_MAX)
        return E_RANGE;
    q->head = q->tail = 0;
    return carrier_start(&q->carrier, capacity + 2 * sizeof(struct record));
}

/* Until `size` bytes are free in one piece. */
static int find_room(struct queue *q, const struct request *r, u32 size,
                     enum overflow overflow)
{
    struct carrier *c = &q->carrier;

    for (;;) {
        const u32 seen = c->done;
        int error = c->open ? carrier_take_error(c) : E_UNBOUND;
        if (error < 0)
            return error;
        const u32 end = to_end(q, q->tail);
        if (queue_room(q) >= (size <= end ? size : end + size))
            return 0;
        if (overflow == OVERFLOW_REFUSE) {
            c->refused++;
            return E_FULL;
        }
        error = carrier_await_with(c, seen, r);
        if (error < 0)
            return error;
    }
}

static void put(struct queue *q, const struct request *r, u32 size)
{
    const u32 end = to_end(q, q->tail);

    if (size > end) {
        record_at(q, q->tail)->operation = QUEUE_SKIP;
        q->tail += end;
    }
    struct record *record = record_at(q, q->tail);
    record->operation = r->operation;
    record->size = r->in_size;
    memcpy(record->bytes, r->in, r->in_size);
    q->tail += size;
    carrier_accept(&q->carrier, 1);
}

int queue_call(struct queue *q, const struct request *r,
               enum overflow overflow)
{
    struct carrier *c = &q->carrier;

    if (r->out_size || r->operation == QUEUE_SKIP)
        return E_UNSUPPORTED;
    int error = carrier_enter(c);
    if (error < 0)
        return error;
    const u32 size = record_size(r->in_size);
    if (r->in_size > c->size || size > c->size / 2)
        return carrier_leave(c, E_RANGE);
    error = carrier_check(c, r);
    if (error == 0)
        error = find_room(q, r, size, overflow);
    if (error == 0)
        put(q, r, size);
    return carrier_leave(c, error);
}

void queue_deliver(struct carrier *c)
{
    struct queue *q = (struct queue *)c;
    const struct record *record = record_at(q, q->head);

    if (record->operation == QUEUE_SKIP) {
        q->head += to_end(q, q->head);
        record = record_at(q, q->head);
    }
    const int result = q->receive(&(struct request){
        record->operation, record->bytes, record->size, NULL, 0,
    });
    q->head += record_size(record->size);
    carrier_delivered(c, 1, result);
}
