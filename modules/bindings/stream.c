/* SPDX-License-Identifier: MIT */
/*
 * Stream: bytes in order, without limits of messages. Its two interfaces
 * towards callers differ in the pair `overflow`: what happens while there
 * are not enough credits.
 */
#include "deimos.h"

#include "binding/stream.h"

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct stream stream = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = stream_deliver },
    .server = &server,
};

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    return stream_call(&stream, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_WAIT);
}

static int try(u32 operation, const void *in, u32 in_size,
               void *out, u32 out_size)
{
    return stream_call(&stream, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_REFUSE);
}

static int start(u32 capacity)
{
    return courier_start(&stream.courier, capacity);
}

static int stop(void)
{
    return courier_stop(&stream.courier);
}

static int flush(void)
{
    return courier_flush(&stream.courier);
}

static int count(u32 what)
{
    return courier_count(&stream.courier, what, stream_credits(&stream));
}

static const struct service service = { .call = call };
static const struct service refusing = { .call = try };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};

#define PAIRS                                                              \
    "<moduleName, \"bind_stream\"> <kind, \"stream\"> "                      \
    "<delivery, \"asynchronous\"> <reply, \"no\"> <copies, 1> "            \
    "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "                  \
    "<death, \"error\"> <unit, \"byte\"> "

DEIMOS_MODULE("bind_stream", MODULE_BINDING);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"wait\">");
DEIMOS_INTERFACE("refusing", "service", refusing, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"refuse\">");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
