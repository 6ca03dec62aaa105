/* SPDX-License-Identifier: MIT */
/*
 * Synchronous messages: the request is copied, the binding's thread calls
 * the server with the copy, the reply is copied back. What bind_message is
 * made of, and what a kind that extends it starts from: courier first, so
 * that the courier's functions do for it, too.
 */
#pragma once

#include "courier.h"

struct message {
    struct courier courier;     /* .deliver = message_deliver */
    const struct service *volatile *server;     /* the receptacle */
    struct request request;     /* in flight, in the buffer */
    volatile int result;        /* of it */
};

int message_call(struct message *m, const struct request *r);
void message_deliver(struct courier *c);
u32 message_room(const struct message *m);
