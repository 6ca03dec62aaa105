/* SPDX-License-Identifier: MIT */
/*
 * A call out of a client, through a slot of one of its receptacles, with bytes:
 * from its gate (gates.S), with what the client says. They are copied, since no
 * pointer of a client's is believed, and none leads anywhere else.
 */
#include "ring3.h"

#include "../space/parts.h"

#define ARGUMENTS 5             /* behind them: esp and ss, the client */

int client_call(struct client *client, const struct call *call, u32 slot);

static u32 link_of(const struct call *call)
{
    return CLIENT_LINK((u32)((const u32 *)call + ARGUMENTS + 2));
}

static u8 *buffer_of(const struct client *client, const struct call *call)
{
    const int is_main = link_of(call) == CLIENT_LINK(client->stack1);

    return client->proxy->buffers + (is_main ? 0 : CALL_BYTES);
}

/* What the slot leads to is looked up when the bytes are there: copying may take
 * long, and who was bound may be gone by then. */
int client_call(struct client *client, const struct call *call, u32 slot)
{
    const int space = client->head.handle;
    u8 *in = buffer_of(client, call);
    u8 *out = (u8 *)((u32)in + call_in(call));  /* not in it, if out of range */
    int result = call_check(call);

    if (result >= 0 && call->in_size)
        result = model_memory.read(space, (u32)call->in, in, call->in_size);
    if (result >= 0 && call->out_size)
        result = client_may_write(space, (u32)call->out, call->out_size);
    if (result < 0)
        return result;
    result = client->proxy->slots[slot]->call(
        call->operation, call->in_size ? in : NULL, call->in_size,
        call->out_size ? out : NULL, call->out_size);
    if (result > 0 && call->out_size) {
        const u32 size = (u32)result < call->out_size ? (u32)result :
                                                        call->out_size;
        const int error = model_memory.write(space, (u32)call->out, out, size);
        if (error < 0)
            result = error;
    }
    return result;
}

