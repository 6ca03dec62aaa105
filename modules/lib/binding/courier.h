/* SPDX-License-Identifier: MIT */
/*
 * What binding modules with a thread of their own share: senders, one at a
 * time, fill a buffer; the thread calls the server with what is in it.
 *
 * Invariants: only the `holder` changes accepted and bell, only the
 * thread changes delivered and done. What counts is in the buffer before
 * accepted says so, and out of use before delivered does.
 */
#pragma once

#include "../../../core/api/error.h"
#include "../../../core/api/types.h"
#include "../../../nmm/nmm.h"
#include "../../api/binding.h"
#include "../../api/concurrency.h"
#include "../call/there.h"
#include "../lock/lock.h"

#define COURIER_SIZE_MAX (1u << 26)     /* bytes of buffer */

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

struct courier {
    /* The module's receptacles, and how it delivers: the oldest of what is
     * accepted, then courier_delivered(). */
    const struct concurrency *volatile *threads;
    const struct nmm *volatile *nmm;
    void (*deliver)(struct courier *c);

    volatile u32 holder;        /* the one sender (../lock/lock.h) */
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
int courier_start(struct courier *c, u32 size);
int courier_stop(struct courier *c);
int courier_flush(struct courier *c);
int courier_count(const struct courier *c, u32 what, u32 room);

/* check: what a caller names is there, or E_ADDRESS: before anything waits for it. */
static inline int courier_check(const struct courier *c,
                                const struct request *r)
{
    return is_there(*c->nmm, r->in, r->in_size) &&
           is_there(*c->nmm, r->out, r->out_size) ? 0 : E_ADDRESS;
}

/* copy: what a caller names, if it is there still. Others run at any time, and may
 * give that memory back: only the NMM looks and copies in one. */
static inline int courier_copy(const struct courier *c, void *to,
                               const void *from, u32 size)
{
    return size ? (*c->nmm)->copy_bytes(to, from, size, 0) : 0;
}

/* What lock and unlock do if that is not done at once. */
int courier_wait(struct courier *c, u32 mine);
void courier_wake(struct courier *c, u32 mine);

LOCK_INLINE int courier_lock(struct courier *c)
{
    return lock_change(&c->holder, 0, LOCK_FRAME) ? 0 :
           courier_wait(c, LOCK_FRAME);
}

LOCK_INLINE void courier_unlock(struct courier *c)
{
    if (!lock_change(&c->holder, LOCK_FRAME, 0))
        courier_wake(c, LOCK_FRAME);
}

/* enter: as the one sender. Then leave, in the same stack frame, which returns
 * `result`. What a sender that is no more has accepted may still be under way. */
LOCK_INLINE int courier_leave(struct courier *c, int result)
{
    courier_unlock(c);
    return result;
}

LOCK_INLINE int courier_enter(struct courier *c)
{
    if (!c->open)
        return E_UNBOUND;
    const int error = courier_lock(c);
    if (error < 0)
        return error;
    return c->open ? 0 : courier_leave(c, E_UNBOUND);
}

/* accept: `amount` more is in the buffer; the thread may run. */
void courier_accept(struct courier *c, u32 amount);
/* await: until something has been done since `done` was `seen`. An error if
 * that cannot be. It may have been closed meanwhile: look at `open`. */
int courier_await(struct courier *c, u32 seen);
/* delivered: `amount` less; result: what the server said. */
void courier_delivered(struct courier *c, u32 amount, int result);
/* take_error: the error that is to be reported, once; or 0. */
int courier_take_error(struct courier *c);

/* call: the server, which may die in it; r lives until it returns. */
int courier_call(const struct service *server, const struct request *r);
