/* SPDX-License-Identifier: MIT */
/*
 * A binding module that extends another: synchronous messages, counted. It
 * builds outside the tree; count() is its own, the rest is `message`.
 */
#include "deimos.h"

#include "binding/message.h"

#define COUNTED_CALLS 100u      /* one more for count() */
#define COUNTED_BYTES 101u

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct {
    struct message message;
    u32 calls, bytes;
} counted = {
    .message = {
        .courier = { .threads = &threads, .nmm = &nmm,
                     .deliver = message_deliver },
        .server = &server,
    },
};

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    counted.calls++;
    counted.bytes += in_size;
    return message_call(&counted.message, &(struct request){
        operation, in, in_size, out, out_size });
}

static int start(u32 capacity)
{
    counted.calls = counted.bytes = 0;
    return courier_start(&counted.message.courier, capacity);
}

static int stop(void)
{
    return courier_stop(&counted.message.courier);
}

static int flush(void)
{
    return courier_flush(&counted.message.courier);
}

static int count(u32 what)
{
    if (what == COUNTED_CALLS)
        return (int)counted.calls;
    if (what == COUNTED_BYTES)
        return (int)counted.bytes;
    return courier_count(&counted.message.courier, what,
                         message_room(&counted.message));
}

static const struct service service = { .call = call };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};

DEIMOS_MODULE("counted", MODULE_BINDING);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
    .pairs = "<moduleName, \"counted\"> <kind, \"message\"> "
             "<delivery, \"synchronous\"> <reply, \"yes\"> <copies, 1> "
             "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "
             "<death, \"error\"> <accounting, \"calls\">");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
