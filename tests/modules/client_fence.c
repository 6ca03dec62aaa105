/* SPDX-License-Identifier: MIT */
/* One that fits nowhere: it says of itself what nobody here wants. */
#include "client.h"
#include "binding.h"

CLIENT("fence");

static int steal(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    (void)in, (void)in_size, (void)out, (void)out_size;
    return (int)operation;
}

static const struct service loot = { .call = steal };
DEIMOS_INTERFACE("service", "service", loot, SERVICE_METHODS,
                 .pairs = "<role, \"fence\">");

int client_main(u32 argument) { return (int)argument; }
