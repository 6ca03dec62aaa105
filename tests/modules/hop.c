/* SPDX-License-Identifier: MIT */
/* Stands between a caller and a server, and survives the server: operations
 * go on as they are, through a recovery point; KILL dies here instead. And calls
 * what it is bound to by itself, with pointers and sizes of its caller's. */
#include "deimos.h"

#include "binding.h"
#include "recover.h"

#define KILL 0x4b494c

DEIMOS_RECEPTACLE(server, service, "service");

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const u32 args[] = { operation, (u32)in, in_size, (u32)out, out_size };

    if (operation == KILL)
        __builtin_trap();
    return (int)recover_call((void *)server->call, args, 5);
}

static const struct service service = { call };

DEIMOS_MODULE("hop", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
