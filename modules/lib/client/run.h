/* SPDX-License-Identifier: MIT */
/* What running a client is, by whichever way into it: for a run(). */
#pragma once

#include "../carried/module.h"
#include "../space/parts.h"
#include "client.h"

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
    if (is_inside || !spaces_begin(&client->head,
                                   (u32)__builtin_frame_address(0)))
        return E_ACTIVE;
    module_revive(&client->head, &client->carried, client->name);
    client->argument = argument;
    result = enter(client);
    spaces_end(&client->head);
    return result;
}
