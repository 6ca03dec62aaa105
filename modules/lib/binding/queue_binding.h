/* SPDX-License-Identifier: MIT */
/*
 * The interfaces of a binding module that is one queue: bind_queue and
 * bind_event, which differ in what becomes of a message.
 */
#pragma once

#include "../../api/deimos.h"
#include "queue.h"

/* The module's own; its .receive is what differs. */
extern struct queue queue_binding_queue;

/* Its interfaces: towards callers, which wait for room or are refused, and
 * towards whoever sets it up. */
extern const struct service queue_binding_service, queue_binding_refusing;
extern const struct binding queue_binding_control;

/* Their entries in the manifest. pairs_: what is the module's own. */
#define QUEUE_BINDING_INTERFACES(pairs_)                                    \
    DEIMOS_INTERFACE("service", "service", queue_binding_service,           \
                     SERVICE_METHODS,                                       \
                     .pairs = pairs_ QUEUE_BINDING_PAIRS_                   \
                              "<overflow, \"wait\">");                      \
    DEIMOS_INTERFACE("refusing", "service", queue_binding_refusing,         \
                     SERVICE_METHODS,                                       \
                     .pairs = pairs_ QUEUE_BINDING_PAIRS_                   \
                              "<overflow, \"refuse\">");                    \
    DEIMOS_INTERFACE("binding", "binding", queue_binding_control,           \
                     BINDING_METHODS)

#define QUEUE_BINDING_PAIRS_                                                \
    " <delivery, \"asynchronous\"> <reply, \"no\"> <copies, 1> "            \
    "<threads, 2> <ordering, \"fifo\"> <loss, \"none\"> "                   \
    "<death, \"error\"> "
