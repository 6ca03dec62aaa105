/* SPDX-License-Identifier: MIT */
/* A circular buffer of records between the senders and the thread. */
#include "queue.h"

#include "../../../core/api/error.h"

#define QUEUE_SKIP 0xffffffffu

struct record {
    u32 operation, size;
    u8 bytes[];
};

static struct record *record_at(const struct queue *q, u32 position)
{
    const struct courier *c = &q->courier;

    return (struct record *)(c->buffer + (position & (c->size - 1)));
}

static u32 to_end(const struct queue *q, u32 position)
{
    return q->courier.size - (position & (q->courier.size - 1));
}

static u32 record_size(u32 bytes)
{
    return sizeof(struct record) + ((bytes + 3) & ~3u);
}

static u32 queue_tail(const struct queue *q)
{
    return q->tails[q->courier.accepted % 2];
}

u32 queue_room(const struct queue *q)
{
    return q->courier.open ? q->courier.size - (queue_tail(q) - q->head) : 0;
}

int queue_start(struct queue *q, u32 capacity)
{
    if (q->courier.region > 0)
        return E_BUSY;
    if (capacity > COURIER_SIZE_MAX)
        return E_RANGE;
    q->head = q->tails[0] = 0;
    return courier_start(&q->courier, capacity + 2 * sizeof(struct record));
}

/* Until `size` bytes are free in one piece. */
static int find_room(struct queue *q, u32 size, enum overflow overflow)
{
    struct courier *c = &q->courier;

    for (;;) {
        const u32 seen = c->done;
        int error = c->open ? courier_take_error(c) : E_UNBOUND;
        if (error < 0)
            return error;
        const u32 end = to_end(q, queue_tail(q));
        if (queue_room(q) >= (size <= end ? size : end + size))
            return 0;
        if (overflow == OVERFLOW_REFUSE) {
            c->refused++;
            return E_FULL;
        }
        error = courier_await(c, seen);
        if (error < 0)
            return error;
    }
}

static int put(struct queue *q, const struct request *r, u32 size)
{
    struct courier *c = &q->courier;
    u32 tail = queue_tail(q);
    const u32 end = to_end(q, tail);

    if (size > end) {
        record_at(q, tail)->operation = QUEUE_SKIP;
        tail += end;
    }
    struct record *record = record_at(q, tail);
    record->operation = r->operation;
    record->size = r->in_size;
    const int error = courier_copy(c, record->bytes, r->in, r->in_size);
    if (error < 0)
        return error;
    q->tails[(c->accepted + 1) % 2] = tail + size;
    courier_accept(c, 1);
    return 0;
}

int queue_call(struct queue *q, const struct request *r,
               enum overflow overflow)
{
    struct courier *c = &q->courier;

    if (r->out_size || r->operation == QUEUE_SKIP)
        return E_UNSUPPORTED;
    int error = courier_enter(c);
    if (error < 0)
        return error;
    const u32 size = record_size(r->in_size);
    if (r->in_size > c->size || size > c->size / 2)
        return courier_leave(c, E_RANGE);
    error = courier_check(c, r);
    if (error == 0)
        error = find_room(q, size, overflow);
    if (error == 0)
        error = put(q, r, size);
    return courier_leave(c, error);
}

void queue_deliver(struct courier *c)
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
    courier_delivered(c, 1, result);
}
