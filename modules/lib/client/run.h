/* SPDX-License-Identifier: MIT */
/* What running a client is, by whichever way into it: for a run(). */
#pragma once

#include "../carried/module.h"
#include "../space/loans.h"
#include "../space/parts.h"
#include "client.h"

/* own.c: is it to run on a thread of its own concurrency module, where the calling
 * one is none? 1, 0, or E_DEAD: that module. */
int client_is_elsewhere(const struct client *client);
/* Run it so; the calling thread waits. Also what create(), yield() and wait()
 * refuse; E_UNBOUND: the model does not know such threads. E_ACTIVE: it runs so, and
 * nobody waits for it. */
int client_run_own(struct client *client, u32 argument);

/* `is_inside`: the calling thread is in a client already, and this way does
 * not nest. */
static inline int client_run_by(int space, u32 argument, int is_inside,
                                int (*enter)(struct client *client))
{
    struct client *client = (struct client *)spaces_find(space);
    int result;

    if (!client)
        return E_HANDLE;
    if (!client->name[0])
        return E_NOTFOUND;
    result = client_is_elsewhere(client);
    if (result)
        return result < 0 ? result : client_run_own(client, argument);
    if (is_inside || !spaces_begin(&client->head,
                                   (u32)__builtin_frame_address(0)))
        return E_ACTIVE;
    if (loans_count)
        loans_drop();
    result = module_revive(&client->head, &client->carried, client->name);
    if (result >= 0) {
        client->argument = argument;
        result = enter(client);
    }
    spaces_end(&client->head);
    if (result == E_DIED)
        loans_drop();                   /* of who has died in it */
    return result;
}
