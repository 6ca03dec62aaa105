/* SPDX-License-Identifier: MIT */
/* Concurrency, cooperative: a thread runs until it yields, waits or ends. */
#include "../threads/threads.h"

int kind_start(void)
{
    return E_OK;
}

void kind_stop(void)
{
}

void kind_run(const struct thread *thread)
{
    (void)thread;
}

DEIMOS_MODULE("coop", MODULE_SYSTEM);
