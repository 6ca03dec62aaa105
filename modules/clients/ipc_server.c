/* SPDX-License-Identifier: MIT */
/* A client that serves: it changes each word that it gets, and counts. */
#include "ipc_client.h"

#include "binding.h"
#include "client.h"

CLIENT("ipc_server");

static struct ipc_served own, *served = &own;

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const u32 *from = in;
    u32 *to = out;

    served->calls++;
    served->bytes += in_size;
    if (operation == IPC_COUNT)
        return (int)served->calls;
    for (u32 i = 0; i < out_size / sizeof(u32); i++)
        to[i] = ~from[i];
    return (int)out_size;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);

int client_main(u32 argument)
{
    served = (struct ipc_served *)argument;
    return 0;
}
