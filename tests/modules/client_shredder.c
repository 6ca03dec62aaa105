/* SPDX-License-Identifier: MIT */
/* A client that unmaps every second page of what it is granted, and holds the rest
 * while others run. What unmap() refused last, or how many pages went. */
#include "client.h"

#include "binding.h"
#include "grant.h"
#include "memory.h"

CLIENT("shredder");

#define TURNS 20

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const struct grant *g = in;
    int gone = 0;

    (void)operation, (void)out, (void)out_size;
    if (!in_size)
        return 0;
    for (u32 i = PAGE_SIZE; i + PAGE_SIZE < g->size; i += 2 * PAGE_SIZE)
        gone += client->unmap(g->at + i, PAGE_SIZE) >= 0;
    for (u32 i = 0; i < TURNS; i++)
        client->yield();
    return gone;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .predicate = "<grants, \"call\">");

int client_main(u32 argument)
{
    return (int)argument;
}
