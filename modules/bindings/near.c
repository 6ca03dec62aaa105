/* SPDX-License-Identifier: MIT */
/*
 * Local call: the binding module that adds nothing but itself, to compare
 * with. The call ends in a jump: no stack frame of this module stays on the
 * stack.
 */
#include "deimos.h"

#include "binding/direct.h"

DEIMOS_RECEPTACLE(server, service, "service");

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    return server->call(operation, in, in_size, out, out_size);
}

static const struct service service = { .call = call };

static const struct binding binding = {
    .start = direct_start, .stop = direct_stop, .flush = direct_flush,
    .count = direct_count,
};

DEIMOS_MODULE("bind_near", MODULE_BINDING);
DIRECT_INTERFACES("<moduleName, \"bind_near\"> <kind, \"near\">");
