/* SPDX-License-Identifier: MIT */
/* Of threads that the processor knows nothing of: a switch is one of stacks. */
#include "../thread/threads.h"

const int kind_is_short = 1;

int kind_create(struct thread *thread)
{
    (void)thread;
    return E_OK;
}

void kind_destroy(struct thread *thread)
{
    (void)thread;
}

void kind_switch(struct thread *from, struct thread *to)
{
    context_switch(from, to);
}

void kind_context(struct thread *thread)
{
    (void)thread;
}

void kind_leave(void)
{
}
