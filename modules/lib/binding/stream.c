/* SPDX-License-Identifier: MIT */
/* A circular buffer of bytes between the senders and the thread. */
#include "stream.h"

#include "../../../core/api/error.h"

static u32 min(u32 a, u32 b)
{
    return a < b ? a : b;
}

static u32 place(const struct stream *s, u32 position)
{
    return position & (s->courier.size - 1);
}

u32 stream_credits(const struct stream *s)
{
    const struct courier *c = &s->courier;

    return c->open ? c->size - (c->accepted - c->delivered) : 0;
}

/* As much as there are credits for; at the buffer's end in two pieces. */
static int put(struct stream *s, const u8 *bytes, u32 size)
{
    struct courier *c = &s->courier;
    const u32 n = min(size, stream_credits(s));
    const u32 at = place(s, c->accepted);
    const u32 first = min(n, c->size - at);

    int error = courier_copy(c, c->buffer + at, bytes, first);
    if (!error)
        error = courier_copy(c, c->buffer, bytes + first, n - first);
    if (error < 0)
        return error;
    if (n)
        courier_accept(c, n);
    return (int)n;
}

static int send(struct stream *s, const u8 *bytes, u32 size)
{
    struct courier *c = &s->courier;

    for (;;) {
        const u32 seen = c->done;
        int error = c->open ? courier_take_error(c) : E_UNBOUND;
        if (error < 0)
            return error;
        const int n = put(s, bytes, size);
        if (n < 0)
            return n;
        bytes += n;
        size -= (u32)n;
        if (!size)
            return 0;
        error = courier_await(c, seen);
        if (error < 0)
            return error;
    }
}

int stream_call(struct stream *s, const struct request *r,
                enum overflow overflow)
{
    struct courier *c = &s->courier;

    if (r->out_size || r->operation != SERVICE_DATA)
        return E_UNSUPPORTED;
    int error = courier_enter(c);
    if (error < 0)
        return error;
    error = courier_check(c, r);
    if (error < 0)
        return courier_leave(c, error);
    if (overflow == OVERFLOW_WAIT || r->in_size <= stream_credits(s))
        return courier_leave(c, send(s, r->in, r->in_size));
    if (r->in_size > c->size)
        return courier_leave(c, E_RANGE);
    c->refused++;
    return courier_leave(c, E_FULL);
}

void stream_deliver(struct courier *c)
{
    struct stream *s = (struct stream *)c;
    const u32 at = place(s, c->delivered);
    const u32 n = min(c->accepted - c->delivered, c->size - at);

    courier_delivered(c, n, courier_call(*s->server, &(struct request){
        SERVICE_DATA, c->buffer + at, n, NULL, 0,
    }));
}
