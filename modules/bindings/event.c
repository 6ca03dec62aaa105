/* SPDX-License-Identifier: MIT */
/*
 * Event: publish and subscribe. To subscribe is to be bound to a slot of
 * `server`; an event goes to all that are when it is delivered, and the
 * death of one keeps it from no other.
 */
#include "deimos.h"

#include "binding/queue_binding.h"

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
        result = courier_call(subscriber, r);
        if (result < 0 && !first)
            first = result;
    }
    return first ? first : result;
}

struct queue queue_binding_queue = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = queue_deliver },
    .receive = receive,
};

DEIMOS_MODULE("bind_event", MODULE_BINDING, .init = init);
QUEUE_BINDING_INTERFACES(
    "<moduleName, \"bind_event\"> <kind, \"event\"> <receivers, 16>");
