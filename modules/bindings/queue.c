/* SPDX-License-Identifier: MIT */
/*
 * Asynchronous message queue. Its two interfaces towards callers differ in
 * the pair `overflow`: what happens while there is no room.
 */
#include "deimos.h"

#include "binding/queue_binding.h"

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int receive(const struct request *r)
{
    return courier_call(server, r);
}

struct queue queue_binding_queue = {
    .courier = { .threads = &threads, .nmm = &nmm,
                 .deliver = queue_deliver },
    .receive = receive,
};

DEIMOS_MODULE("bind_queue", MODULE_BINDING);
QUEUE_BINDING_INTERFACES(
    "<moduleName, \"bind_queue\"> <kind, \"queue\">");
