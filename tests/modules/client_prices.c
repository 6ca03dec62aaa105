/* SPDX-License-Identifier: MIT */
/* The one in the middle: it serves tills, and asks a stock for what it has. */
#include "client.h"
#include "binding.h"

CLIENT("prices");
DEIMOS_RECEPTACLE(stock, service, "service",
                  .pairs = "<moduleName, \"prices\">",
                  .predicate = "<role, \"stock\"> and bindcount() < 1");

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const int left = stock->call(operation, in, in_size, NULL, 0);

    (void)out, (void)out_size;
    return left < 0 ? left : left * 2;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = "<role, \"prices\">",
                 .predicate = "<moduleName, \"till\"> and bindcount() < 2");

int client_main(u32 argument)
{
    return (int)argument;
}
