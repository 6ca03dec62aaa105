/* SPDX-License-Identifier: MIT */
/* One request at a time, and its reply, in the courier's buffer. */
#include "message.h"

#include "../../../core/api/error.h"
#include "../call/there.h"

static u32 align(u32 size)
{
    return (size + 3) & ~3u;
}

/* The reply lies behind the request. */
static int fits(const struct courier *c, const struct request *r)
{
    return r->in_size <= c->size && r->out_size <= c->size &&
           align(r->in_size) + r->out_size <= c->size;
}

static int copy_in(struct message *m, const struct request *r)
{
    u8 *buffer = m->courier.buffer;

    m->request = (struct request){
        r->operation, buffer, r->in_size,
        buffer + align(r->in_size), r->out_size,
    };
    return courier_copy(&m->courier, buffer, r->in, r->in_size);
}

/* Where the reply goes; 0: to several, or nowhere. */
LOCK_INLINE u32 region_of(const struct courier *c, const struct request *r)
{
    return r->out_size ? there_region(*c->nmm, r->out, r->out_size) : 0;
}

/* It was nowhere, and another region lies there by now. */
static int has_come(const struct courier *c, const struct request *r,
                    u32 region)
{
    return r->out_size && !region &&
           there_region_ask(*c->nmm, (u32)r->out, r->out_size);
}

/* Not into another region that has come to lie there: others ran, the server among
 * them. */
static int copy_out(const struct message *m, const struct request *r,
                    u32 region)
{
    const int size = m->result;

    if (size <= 0)
        return size;
    if ((u32)size > r->out_size)
        return E_RANGE;         /* the server's mistake */
    const int error = (*m->courier.nmm)->copy_bytes(r->out, m->request.out,
                                                    (u32)size, region);
    return error < 0 ? error : size;
}

/* Until nothing is under way: not what another has asked that is no more, either. */
static int await_answer(struct courier *c)
{
    for (;;) {
        const u32 seen = c->done;
        if (c->delivered == c->accepted)
            return 0;
        const int error = courier_await(c, seen);
        if (error < 0)
            return error;
    }
}

/* Who calls again while it waits for an earlier call would hang: the lock
 * is the caller's to wait for, and the thread's own calls are refused. */
int message_call(struct message *m, const struct request *r)
{
    struct courier *c = &m->courier;
    const u32 region = region_of(c, r);
    int error = courier_enter(c);

    if (error < 0)
        return error;
    error = await_answer(c);
    if (error == 0)
        error = fits(c, r) ? courier_check(c, r) : E_RANGE;
    if (error == 0)
        error = has_come(c, r, region) ? E_ADDRESS : copy_in(m, r);
    if (error < 0)
        return courier_leave(c, error);
    courier_accept(c, 1);
    error = await_answer(c);
    return courier_leave(c, error < 0 ? error : copy_out(m, r, region));
}

void message_deliver(struct courier *c)
{
    struct message *m = (struct message *)c;

    m->result = courier_call(*m->server, &m->request);
    courier_delivered(c, 1, 0);
}

u32 message_room(const struct message *m)
{
    return m->courier.open ? m->courier.size : 0;
}
