/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include "client.h"
#include "parts.h"

int model_no_protect(int space, u32 address, u32 size, u32 access)
{
    (void)space, (void)address, (void)size, (void)access;
    return E_NOT_APPLICABLE;
}

int model_no_copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;
}

int model_no_release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;
}

int model_load(int space, const char *name,
               int (*load)(struct client *client, const char *name))
{
    struct client *client;

    model_lock();
    client = client_find(space);
    if (!client)
        return model_leave(E_HANDLE);
    if (client->name[0])
        return model_leave(E_EXISTS);
    return model_leave(load(client, name));
}

int model_usage(int space, struct memory_usage *usage,
                void (*add)(struct memory_usage *usage,
                            const struct client *client))
{
    client_drop_orphans();
    const struct client *one = client_find(space);

    if (space && !one)
        return E_HANDLE;
    *usage = (struct memory_usage){ 0 };
    for (u32 i = 0; i < CLIENTS; i++) {
        const struct client *client = client_slot(i);
        if (client && (!space || client == one))
            add(usage, client);
    }
    return 0;
}
