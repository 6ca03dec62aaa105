/* SPDX-License-Identifier: MIT */
/*
 * Whether a thread runs a client. It says so itself, at its beginning and its
 * end; but when the concurrency module dies, its threads end nowhere, all but
 * the first, which goes on at its own recovery point.
 */
#include "client.h"

#include "../lib/module_at.h"
#include "parts.h"

#define FIRST 1                 /* the first thread's handle */

/* The module in receptacle `concurrency`; 0: none. It is looked up when
 * anything has changed. */
static u32 threads_module(void)
{
    static u32 known, generation;
    const u32 now = graph_generation();

    if (now != generation) {
        known = module_at(concurrency);
        generation = now;
    }
    return known;
}

int client_begin(struct client *client)
{
    if (client_is_active(client) ||
        __atomic_exchange_n(&client->active, 1, __ATOMIC_SEQ_CST))
        return 0;
    client->thread = concurrency->current();
    client->threads = threads_module();
    return 1;
}

void client_end(struct client *client)
{
    client->threads = 0;
    client->active = 0;
}

int client_is_active(struct client *client)
{
    if (client->active && client->threads && client->thread != FIRST &&
        !module_lives(client->threads))
        client_end(client);
    return client->active != 0;
}
