/* SPDX-License-Identifier: MIT */
/* A client that serves as ipc_server does, where the words are: in memory that it is
 * granted for the call. */
#include "ipc_client.h"

#include "binding.h"
#include "client.h"
#include "far.h"

CLIENT("ipc_borrower");

static struct ipc_served own, *served = &own;

static void change_far(u32 at, u32 size)
{
    for (u32 i = 0; i < size; i += sizeof(u32))
        far_store(at, i, ~far_load(at, i));
}

static void change_near(u32 *words, u32 count)
{
    for (u32 i = 0; i < count; i++)
        words[i] = ~words[i];
}

static int change(const struct ipc_granted *granted)
{
    const u32 at = granted->grant.at, size = granted->size;

    served->at = at;
    served->bytes += size;
    if (far_is(at))
        change_far(at, size);
    else
        change_near((u32 *)at, size / sizeof(u32));
    return (int)size;
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    (void)operation, (void)out, (void)out_size;
    served->calls++;
    return in_size ? change(in) : 0;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .predicate = "<grants, \"call\">");

int client_main(u32 argument)
{
    served = (struct ipc_served *)argument;
    return 0;
}
