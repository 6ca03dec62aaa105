/* SPDX-License-Identifier: MIT */
/*
 * Event: publish and subscribe. To subscribe is to be bound to a slot of
 * `server`; an event goes to all that are when it is delivered, and the
 * death of one keeps it from no other.
 */
#include "../deimos.h"

#include "../lib/queue.h"

#define SUBSCRIBERS 16

DEIMOS_RECEPTACLES(server, SUBSCRIBERS, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static const struct service *nobody;    /* what an unbound slot holds */

static int init(int self)
{
    (void)self;
    nobody = server[0];
    return 0;
}

/* The first error; E_UNBOUND if there is no subscriber at all. */
static int receive(const struct request *r)
{
    int result = E_UNBOUND, first = 0;

    for (u32 i = 0; i < SUBSCRIBERS; i++) {
        const struct service *subscriber = server[i];
        if (subscriber == nobody)
            continue;
        result = carrier_call(subscriber, r);
        if (result < 0 && !first)
            first = result;
    }
    return first ? first : result;
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
    "<moduleName, \"bind_event\"> <kind, \"event\"> "                      \
    "<delivery, \"asynchronous\"> <reply, \"no\"> <copies, 1> "            \
    "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "                  \
    "<death, \"error\"> <receivers, 16> "

DEIMOS_MODULE("bind_event", MODULE_BINDING, .init = init);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"wait\">");
DEIMOS_INTERFACE("refusing", "service", refusing, SERVICE_METHODS,
                 .pairs = PAIRS "<overflow, \"refuse\">");
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
