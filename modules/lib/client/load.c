/* SPDX-License-Identifier: MIT */
/* A program for a space. */
#include "client.h"

#include "../../../core/lib/format.h"
#include "../native/image.h"
#include "../space/parts.h"

int client_load(int space, const char *name,
                int (*load)(struct client *client, const char *name))
{
    struct client *client;
    const int error = model_lock();

    if (error)
        return error;
    client = (struct client *)spaces_find(space);
    if (!client)
        return model_leave(E_HANDLE);
    if (client->name[0])
        return model_leave(E_EXISTS);
    return model_leave(load(client, name));
}

void client_adopt(struct client *client, const struct image *image)
{
    format(client->name, sizeof(client->name), "%s", image->name);
    client->entry = image->entry;
    client->finish = image->finish;
}
