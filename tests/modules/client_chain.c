/* SPDX-License-Identifier: MIT */
/* A client that does what it is asked by asking the next one first; the last of them,
 * or who is refused, asks its model. The answer: how many there are behind the one
 * that asked, and why there are no more. */
#include "client.h"

#include "binding.h"
#include "memory.h"

#define MOST 4096

/* ORDER tests/boot/protected_chain.lua */
enum { UNBOUND = 1 << 16, FULL = 1 << 17, ODD = 1 << 18, WRONG = 1 << 19 };

CLIENT("chain");
DEIMOS_RECEPTACLE(next, service, "service");

static u8 bytes[MOST], back[MOST];

/* At ring 1, on what is left of the thread's stack. */
static int services(void)
{
    u32 at = 0;
    int error = client->map(0, 4 * PAGE_SIZE, ACCESS_READ | ACCESS_WRITE, &at);

    for (u32 i = 0; i < 4 && error >= 0; i++)
        *(volatile u32 *)(at + i * PAGE_SIZE) = i;
    if (error >= 0)
        error = client->graph(0, back, 64);
    if (error >= 0)
        error = client->unmap(at, 4 * PAGE_SIZE);
    return error < 0 || client->yield() < 0 ? WRONG : 0;
}

static int end(int error)
{
    const int why = error == E_UNBOUND ? UNBOUND :
                    error == E_NOMEM ? FULL : ODD | -error << 24;

    return why | services();
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const int result = next->call(operation, in, in_size, out, out_size);

    return result < 0 ? end(result) : result + 1;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);

/* The argument: how many bytes go along, and back. */
int client_main(u32 size)
{
    return call(0, bytes, size, back, size);
}
