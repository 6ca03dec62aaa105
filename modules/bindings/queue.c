/* SPDX-License-Identifier: MIT */
/*
 * Asynchronous message queue. Its two interfaces towards clients differ in
 * the pair `overflow`: what happens while there is no room.
 */
#include "../deimos.h"

#include "../lib/queue.h"

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int receive(const struct request *r)
{
    return carrier_call(server, r);
}

static struct queue queue = {
    .carrier = { .threads = &threads, .nmm = &nmm,
                 .deliver = queue_deliver },
    .receive = receive,
};

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    return queue_call(&queue, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_WAIT);
}

static int try(u32 operation, const void *in, u32 in_size,
               void *out, u32 out_size)
{
    return queue_call(&queue, &(struct request){
        operation, in, in_size, out, out_size }, OVERFLOW_REFUSE);
}

static int start(u32 capacity)
{
    return queue_start(&queue, capacity);
}

static int stop(void)
{
    return carrier_stop(&queue.carrier);
}

static int flush(void)
{
    return carrier_flush(&queue.carrier);
}

static int count(u32 what)
{
    return carrier_count(&queue.carrier, what, queue_room(&queue));
}

static const struct service service = { .call = call };
static const struct service refusing = { .call = try };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = flush, .count = count,
};

#define PAIRS                                                              \
    "<moduleName, \"bind_queue\"> <kind, \"queue\"> "                      \
    "<delivery, \"asynchronous\"> <reply, \"no\"> <copies, 1> "            \
    "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "                  \
    "<death, \"error\"> "

DEIMOS_MODULE("bind_queue", MODULE_BINDING);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"wait\">");
DEIMOS_INTERFACE("refusing", "service", refusing, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"refuse\">");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
