/* SPDX-License-Identifier: MIT */
/* Of cooperative threads: nothing but they themselves ends their run. */
#include "../thread/threads.h"

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

void kind_tick(u32 ebp)
{
    (void)ebp;
}
