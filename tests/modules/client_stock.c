/* SPDX-License-Identifier: MIT */
/* The last one: how much there is of a thing. */
#include "client.h"
#include "binding.h"

CLIENT("stock");

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    (void)operation, (void)out, (void)out_size;
    return in_size && *(const char *)in == 't' ? 1 : E_NOTFOUND;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = "<role, \"stock\">",
                 .predicate = "<moduleName, \"prices\">");

int client_main(u32 argument)
{
    return (int)argument;
}
