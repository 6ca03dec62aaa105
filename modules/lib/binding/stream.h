/* SPDX-License-Identifier: MIT */
/*
 * A stream of bytes: a circular buffer with credits. A credit is a byte of it
 * that the sender may fill; the thread gives them back as it delivers. The
 * server gets the bytes in order, in pieces of its binding's choice.
 *
 * accepted and delivered count bytes: they are its two ends.
 */
#pragma once

#include "courier.h"

struct stream {
    struct courier courier;     /* .deliver = stream_deliver */
    const struct service *volatile *server;     /* the receptacle */
};

int stream_call(struct stream *s, const struct request *r,
                enum overflow overflow);
void stream_deliver(struct courier *c);
u32 stream_credits(const struct stream *s);
