/* SPDX-License-Identifier: MIT */
/*
 * What binding modules with a thread of their own share: senders, one at a
 * time, fill a buffer; the thread calls the server with what is in it.
 *
 * Invariants: only the holder of `lock` changes accepted and bell, only the
 * thread changes delivered and done. What counts is in the buffer before
 * accepted says so, and out of use before delivered does.
 */
#pragma once

#include "../../../core/api/types.h"
#include "../../../nmm/nmm.h"
#include "../../api/binding.h"
#include "../../api/concurrency.h"

#define CARRIER_SIZE_MAX (1u << 26)     /* bytes of buffer */

/* The parameters of service.call, as they lie on the stack. */
struct request {
    u32 operation;
    const void *in;
    u32 in_size;
    void *out;
    u32 out_size;
};

/* What a call without a reply does while there is no room. */
enum overflow { OVERFLOW_WAIT, OVERFLOW_REFUSE };

struct carrier {
    /* The module's receptacles, and how it delivers: the oldest of what is
     * accepted, then carrier_delivered(). */
    const struct concurrency *volatile *threads;
    const struct nmm *volatile *nmm;
    void (*deliver)(struct carrier *c);

    volatile u32 lock;          /* 0 free, 1 taken, 2 somebody waits */
    volatile u32 open;          /* it takes calls */
    volatile u32 closing;       /* the thread is to end */
    volatile u32 accepted, delivered;   /* equal: nothing is pending */
    volatile u32 bell;          /* changes when there is something to do */
    volatile u32 done;          /* changes when something has been done */
    volatile int error;         /* of a delivery, not reported yet; or 0 */
    volatile u32 refused;
    int thread, region;
    u8 *buffer;
    u32 size;                   /* of buffer: a power of two */
};

/* start: a buffer of at least `size` bytes, and the thread. */
int carrier_start(struct carrier *c, u32 size);
int carrier_stop(struct carrier *c);
int carrier_flush(struct carrier *c);
int carrier_count(const struct carrier *c, u32 what, u32 room);

/* check: what a caller names is there, or E_ADDRESS. */
int carrier_check(const struct carrier *c, const struct request *r);

/* enter: as the one sender. Then leave, which returns `result`. */
int carrier_enter(struct carrier *c);
int carrier_leave(struct carrier *c, int result);

/* accept: `amount` more is in the buffer; the thread may run. */
void carrier_accept(struct carrier *c, u32 amount);
/* await: until something has been done since `done` was `seen`. An error if
 * that cannot be. It may have been closed meanwhile: look at `open`. */
int carrier_await(struct carrier *c, u32 seen);
/* The same for a sender that still has to copy what `r` names: others ran, and
 * may have given that memory back. */
int carrier_await_with(struct carrier *c, u32 seen, const struct request *r);
/* delivered: `amount` less; result: what the server said. */
void carrier_delivered(struct carrier *c, u32 amount, int result);
/* take_error: the error that is to be reported, once; or 0. */
int carrier_take_error(struct carrier *c);

/* call: the server, which may die in it; r lives until it returns. */
int carrier_call(const struct service *server, const struct request *r);
