/* SPDX-License-Identifier: MIT */
/*
 * Asynchronous messages: records in the courier's circular buffer.
 *
 *     | operation, size | bytes, to a multiple of 4 | operation, size | ...
 *
 * A record never wraps: what it lacks to the end of the buffer is skipped by
 * a record of operation QUEUE_SKIP. head and tail count bytes for ever.
 */
#pragma once

#include "courier.h"

struct queue {
    struct courier courier;     /* .deliver = queue_deliver */
    /* What becomes of a message; the error of it, or 0. */
    int (*receive)(const struct request *r);
    u32 tails[2];               /* the senders': where the next record begins, by
                                 * the parity of `accepted`, so that a sender that
                                 * is lost midway has put nothing there */
    volatile u32 head;          /* the thread's */
};

/* start: room for two messages of `capacity` / 2 bytes, or more smaller. */
int queue_start(struct queue *q, u32 capacity);
int queue_call(struct queue *q, const struct request *r,
               enum overflow overflow);
void queue_deliver(struct courier *c);
u32 queue_room(const struct queue *q);
