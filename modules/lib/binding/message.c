/* SPDX-License-Identifier: MIT */
/* One request at a time, and its reply, in the carrier's buffer. */
#include "message.h"

#include "../../../core/api/error.h"
#include "../../../core/lib/string.h"
#include "../call/there.h"

static u32 align(u32 size)
{
    return (size + 3) & ~3u;
}

/* The reply lies behind the request. */
static int fits(const struct carrier *c, const struct request *r)
{
    return r->in_size <= c->size && r->out_size <= c->size &&
           align(r->in_size) + r->out_size <= c->size;
}

static void copy_in(struct message *m, const struct request *r)
{
    u8 *buffer = m->carrier.buffer;

    memcpy(buffer, r->in, r->in_size);
    m->request = (struct request){
        r->operation, buffer, r->in_size,
        buffer + align(r->in_size), r->out_size,
    };
}

/* Others ran since it was looked at, the server among them. */
static int copy_out(const struct message *m, const struct request *r)
{
    const struct nmm *nmm = *m->carrier.nmm;
    const int size = m->result;

    if (size <= 0)
        return size;
    if ((u32)size > r->out_size)
        return E_RANGE;         /* the server's mistake */
    if (!is_there(nmm, r->out, (u32)size))
        return E_ADDRESS;
    memcpy(r->out, m->request.out, (u32)size);
    return size;
}

/* Who calls again while it waits for an earlier call would hang: the lock
 * is the caller's to wait for, and the thread's own calls are refused. */
int message_call(struct message *m, const struct request *r)
{
    struct carrier *c = &m->carrier;
    int error = carrier_enter(c);

    if (error < 0)
        return error;
    error = fits(c, r) ? carrier_check(c, r) : E_RANGE;
    if (error < 0)
        return carrier_leave(c, error);
    copy_in(m, r);
    carrier_accept(c, 1);
    for (;;) {
        const u32 seen = c->done;
        if (c->delivered == c->accepted)
            return carrier_leave(c, copy_out(m, r));
        error = carrier_await(c, seen);
        if (error < 0)
            return carrier_leave(c, error);
    }
}

void message_deliver(struct carrier *c)
{
    struct message *m = (struct message *)c;

    m->result = carrier_call(*m->server, &m->request);
    carrier_delivered(c, 1, 0);
}

u32 message_room(const struct message *m)
{
    return m->carrier.open ? m->carrier.size : 0;
}
