/* SPDX-License-Identifier: MIT */
/* A client that takes bytes as client_pourer sends them: each is one more than the
 * one before. client_main answers how many came in their order. */
#include "client.h"

#include "binding.h"

CLIENT("basin");

static u32 came;
static int wrong;

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const u8 *bytes = in;

    (void)out;
    if (operation != SERVICE_DATA || out_size)
        return E_UNSUPPORTED;
    for (u32 i = 0; i < in_size; i++)
        wrong |= bytes[i] != (u8)(came + i);
    came += in_size;
    return 0;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .pairs = "<moduleName, \"basin\">");

int client_main(u32 argument)
{
    (void)argument;
    return wrong ? E_VERIFY : (int)came;
}
