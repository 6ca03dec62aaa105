/* SPDX-License-Identifier: MIT */
/* A server that answers nothing until it is let go. */
#include "deimos.h"

#include "binding.h"
#include "concurrency.h"

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static volatile u32 is_open, calls;

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    calls++;
    while (!is_open)
        if (threads->wait(&is_open, 0) < 0)
            return E_ACTIVE;
    return 0;
}

static int let_go(void)
{
    is_open = 1;
    return threads->wake(&is_open);
}

static int came(void)
{
    return (int)calls;
}

static const struct service service = { .call = call };
static const struct { int (*let_go)(void), (*came)(void); }
    slow = { let_go, came };

DEIMOS_MODULE("slow_server", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
DEIMOS_INTERFACE("slow_server", "slow_server", slow, "let_go came");
