/* SPDX-License-Identifier: MIT */
/* The LDT and the task of a client; the same selectors in all of them. */
#include "ring3.h"

#include "fault.h"
#include "../space/extent.h"
#include "../space/parts.h"

#define ENTRIES (CLIENT_GATES + GATES_OF_CLIENT)
#define SPARE 18                /* for segments of the model's own */

/* gates.S: dwords that the processor copies, the entry. */
extern const struct { u32 dwords; void (*entry)(void); } client_entries[];

static int create_gate(u32 ldt, u32 number)
{
    const struct local_segment gate = {
        .index = CLIENT_GATES + number, .type = LOCAL_GATE,
        .handler = (saddr_t)client_entries[number].entry,
        .dwords = client_entries[number].dwords,
    };

    return nmm->create_local_segment(ldt, &gate);
}

int client_ldt_create(struct client *client)
{
    int error = nmm->create_ldt(ENTRIES + SPARE);

    if (error < 0)
        return error;
    client->ldt = (u32)error;
    for (u32 i = 0; i < GATES_OF_CLIENT && error >= 0; i++)
        error = create_gate(client->ldt, i);
    if (error < 0)
        client_ldt_destroy(client);
    return error < 0 ? error : 0;
}

int client_segment(const struct client *client, u32 selector, u32 type,
                   u32 space, u32 base, u32 size)
{
    const struct local_segment segment = {
        .index = selector >> 3, .type = type, .space = space,
        .base = base, .size = size,
    };
    const int error = nmm->create_local_segment(client->ldt, &segment);

    return error < 0 ? error : 0;
}

u32 client_limit(u32 size)
{
    return size > LOCAL_BYTES ? extent_pages(size) : size;
}

int client_task_create(struct client *client, u32 space)
{
    /* No registers: it is never switched to by hardware. */
    const struct task task = { .ldt = client->ldt, .space = space };
    const int context = nmm->create_tss(&task);

    if (context < 0)
        return context;
    client->context = (u32)context;
    return 0;
}

void client_ldt_destroy(struct client *client)
{
    client_unwatch(client);
    if (client->context)
        nmm->destroy_tss(client->context);
    if (client->ldt)
        nmm->destroy_ldt(client->ldt);
    client->context = client->ldt = 0;
}
