/* SPDX-License-Identifier: MIT */
/* A client that calls what its receptacle is bound to: its argument is the
 * operation, how often but for once, and in the upper half how many bytes go there
 * and back. The last result. */
#include "client.h"

#include "binding.h"

#define MOST 8192

CLIENT("asker");
DEIMOS_RECEPTACLE(server, service, "service",
                  .pairs = "<moduleName, \"asker\">");

static u8 in[MOST], out[MOST];

static int is_reversed(u32 size)
{
    for (u32 i = 0; i < size; i++)
        if (out[i] != in[size - 1 - i])
            return 0;
    return 1;
}

static int ask(u32 operation, u32 size)
{
    const int result = server->call(operation, size ? in : NULL, size,
                                    size ? out : NULL, size);

    return !operation && result >= 0 && !is_reversed(size) ? -1000 : result;
}

int client_main(u32 argument)
{
    const u32 size = argument >> 16;
    int result = 0;

    for (u32 i = 0; i < size; i++)
        in[i] = (u8)(i * 7 + 1);
    for (u32 i = 0; i <= (argument >> 8 & 0xff) && result >= 0; i++)
        result = ask(argument & 0xff, size);
    return result;
}
