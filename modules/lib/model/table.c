/* SPDX-License-Identifier: MIT */
/* The spaces of a model, by their handles: slot + 1, and its uses above. */
#include "client.h"

#include "../../../core/api/error.h"
#include "../../../core/api/handle.h"

#define BITS 8                          /* of a handle: slot + 1 */

_Static_assert(CLIENTS < 1 << BITS, "handles");

static struct client *slots[CLIENTS];
static u32 uses[CLIENTS];

int client_add(struct client *client)
{
    for (u32 i = 0; i < CLIENTS; i++) {
        if (slots[i])
            continue;
        slots[i] = client;
        client->space = (int)handle_make(BITS, i + 1, uses[i]);
        client_take_owner(client);
        return client->space;
    }
    return E_FULL;
}

u32 client_index(const struct client *client)
{
    return handle_number(BITS, (u32)client->space) - 1;
}

void client_remove(struct client *client)
{
    const u32 i = client_index(client);

    slots[i] = NULL;
    uses[i] = handle_next(BITS, uses[i]);
    client->space = 0;
}

struct client *client_find(int space)
{
    const u32 i = handle_number(BITS, (u32)space) - 1;

    return i < CLIENTS && slots[i] && slots[i]->space == space ? slots[i] :
                                                                NULL;
}

struct client *client_slot(u32 i)
{
    return slots[i];
}

u32 client_count(void)
{
    u32 count = 0;

    for (u32 i = 0; i < CLIENTS; i++)
        count += slots[i] != NULL;
    return count;
}
