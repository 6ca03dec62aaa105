/* SPDX-License-Identifier: MIT */
/* What assembly knows of a client and of what serves it. */
#include "../../../core/api/offset.h"
#include "../../api/client.h"
#include "../../api/concurrency.h"
#include "../native/stub.h"
#include "client.h"

/* The numbers of services are those of the contract. */
#define NUMBER(method, number)                                              \
    _Static_assert(offsetof(struct client_services, method) ==              \
                   (number) * sizeof(void *), "stub.h: " #method)
NUMBER(exit, SERVICE_EXIT);
NUMBER(yield, SERVICE_YIELD);
NUMBER(hand_off, SERVICE_HAND_OFF);
NUMBER(print, SERVICE_PRINT);
NUMBER(null, SERVICE_NULL);
NUMBER(map, SERVICE_MAP);
NUMBER(unmap, SERVICE_UNMAP);
NUMBER(protect, SERVICE_PROTECT);
NUMBER(grow, SERVICE_GROW);
NUMBER(attach, SERVICE_ATTACH);
NUMBER(graph, SERVICE_GRAPH);
_Static_assert(sizeof(struct client_services) == SERVICES * sizeof(void *),
               "stub.h: SERVICES");

void offsets(void)
{
    OFFSET(CLIENT_HANDLE, client, head.handle);
    OFFSET(CLIENT_STACK1, client, stack1);
    OFFSET(CLIENT_CONTEXT, client, context);
    OFFSET(CLIENT_ENTRY, client, entry);
    OFFSET(CLIENT_FLAGS, client, flags);
    OFFSET(HAND_OFF, concurrency, hand_off);
    OFFSET(EXCHANGE, concurrency, exchange);
}
