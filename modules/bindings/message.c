/* SPDX-License-Identifier: MIT */
/* Synchronous message: copied, served by a thread of the binding's own. */
#include "deimos.h"

#include "binding/message.h"

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct message message = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = message_deliver },
    .server = &server,
};

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    return message_call(&message, &(struct request){
        operation, in, in_size, out, out_size });
}

static int start(u32 capacity)
{
    return courier_start(&message.courier, capacity);
}

static int stop(void)
{
    return courier_stop(&message.courier);
}

static int flush(void)
{
    return courier_flush(&message.courier);
}

static int count(u32 what)
{
    return courier_count(&message.courier, what, message_room(&message));
}

static const struct service service = { .call = call };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};

DEIMOS_MODULE("bind_message", MODULE_BINDING);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
    .pairs = "<moduleName, \"bind_message\"> <kind, \"message\"> "
             "<delivery, \"synchronous\"> <reply, \"yes\"> <copies, 1> "
             "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "
             "<death, \"error\">");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
