/* SPDX-License-Identifier: MIT */
/* Senders, a buffer, and the thread that calls the server. */
#include "courier.h"

#include "../../../core/api/error.h"
#include "../../api/recover.h"

#define STACK_SIZE 16384
#define SIZE_MIN 64

static u32 exchange(volatile u32 *word, u32 value)
{
    return __atomic_exchange_n(word, value, __ATOMIC_SEQ_CST);
}

/* After all that was written before it. */
static void publish(volatile u32 *word, u32 value)
{
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

static int is_own_thread(const struct courier *c)
{
    return (*c->threads)->current() == c->thread;
}

/* --- The lock: its holder is the one sender ------------------------------ */

/* The thread does not wait for who may wait for it. */
int courier_wait(struct courier *c, u32 mine)
{
    const struct lock_parts parts = { c->nmm, c->threads, NULL };

    return is_own_thread(c) ? E_BUSY : lock_wait(&c->holder, mine, &parts);
}

void courier_wake(struct courier *c, u32 mine)
{
    const struct lock_parts parts = { c->nmm, c->threads, NULL };

    lock_wake(&c->holder, mine, &parts);
}

/* --- The sender's side --------------------------------------------------- */

static void notify(struct courier *c)
{
    publish(&c->bell, c->bell + 1);
    (*c->threads)->wake(&c->bell);
}

void courier_accept(struct courier *c, u32 amount)
{
    publish(&c->accepted, c->accepted + amount);
    notify(c);
}

int courier_await(struct courier *c, u32 seen)
{
    if (is_own_thread(c))
        return E_BUSY;
    return (*c->threads)->wait(&c->done, seen);
}

int courier_take_error(struct courier *c)
{
    return c->error ? (int)exchange((volatile u32 *)&c->error, 0) : 0;
}

/* --- The thread's side --------------------------------------------------- */

_Static_assert(sizeof(struct request) == 5 * sizeof(u32), "five arguments");

int courier_call(const struct service *server, const struct request *r)
{
    return (int)recover_call((void *)server->call, (const u32 *)r, 5);
}

void courier_delivered(struct courier *c, u32 amount, int result)
{
    if (result < 0 && !c->error)
        c->error = result;
    publish(&c->delivered, c->delivered + amount);
    publish(&c->done, c->done + 1);
    (*c->threads)->wake(&c->done);
}

/* The thread. Whatever comes after `seen` ends the wait for it at once. */
static int run(u32 argument)
{
    struct courier *c = (struct courier *)argument;
    int error = 0;

    while (error >= 0) {
        const u32 seen = c->bell;
        if (c->delivered != c->accepted)
            c->deliver(c);
        else if (c->closing)
            return 0;
        else
            error = (*c->threads)->wait(&c->bell, seen);
    }
    c->open = 0;                /* it cannot sleep: `threads` is unbound */
    return error;
}

/* --- Setting up ---------------------------------------------------------- */

static int reserve(struct courier *c, u32 size)
{
    struct region_info info;

    for (c->size = SIZE_MIN; c->size < size;)
        c->size *= 2;
    c->region = (*c->nmm)->create_region(NMM_UPS, 0, c->size, 0, &info);
    if (c->region > 0)
        c->buffer = (u8 *)info.base;
    return c->region;
}

int courier_start(struct courier *c, u32 size)
{
    if (c->open || c->region > 0)
        return E_BUSY;
    if (size > COURIER_SIZE_MAX)
        return E_RANGE;
    const int region = reserve(c, size);
    if (region < 0)
        return region;
    c->holder = 0;
    c->closing = c->accepted = c->delivered = c->refused = 0;
    c->error = 0;
    c->thread = (*c->threads)->create(run, (u32)c, STACK_SIZE);
    if (c->thread < 0) {
        (*c->nmm)->destroy_region(c->region);
        c->region = 0;
        return c->thread;
    }
    c->open = 1;
    return 0;
}

int courier_flush(struct courier *c)
{
    const u32 until = c->accepted;

    for (;;) {
        const u32 seen = c->done;
        if ((s32)(c->delivered - until) >= 0)
            return courier_take_error(c);
        const int error = courier_await(c, seen);
        if (error < 0)
            return error;
    }
}

int courier_stop(struct courier *c)
{
    if (c->region <= 0)
        return E_UNBOUND;
    if (is_own_thread(c))
        return E_BUSY;
    c->open = 0;                /* a sender that waits for room gives up */
    int error = courier_lock(c);
    if (error < 0)
        return error;
    c->closing = 1;             /* once nothing is pending */
    notify(c);
    courier_unlock(c);
    error = (*c->threads)->join(c->thread);
    if (error == E_ACTIVE || error == E_UNBOUND)
        return error;
    (*c->nmm)->destroy_region(c->region);
    c->region = 0;
    return courier_take_error(c);
}

int courier_count(const struct courier *c, u32 what, u32 room)
{
    switch (what) {
    case BINDING_ACCEPTED:
        return (int)c->accepted;
    case BINDING_DELIVERED:
        return (int)c->delivered;
    case BINDING_REFUSED:
        return (int)c->refused;
    case BINDING_ROOM:
        return (int)room;
    default:
        return E_INVALID;
    }
}
