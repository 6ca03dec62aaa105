/* SPDX-License-Identifier: MIT */
#include "asker.h"

#include <stddef.h>

static struct asker list[ASKERS + 1];
static u32 waiting;

void asker_set(saddr_t caller, saddr_t ebp, saddr_t esp)
{
    struct asker *a = &list[waiting];

    a->caller = caller;
    a->ebp = ebp;
    a->esp = esp;
    a->is_lost = 0;
}

struct asker *asker_now(void)
{
    return &list[waiting];
}

void asker_wait(saddr_t head)
{
    list[waiting++].head = head;
    asker_set(0, 0, 0);
}

void asker_back(void)
{
    waiting--;
}

struct asker *asker_at(u32 i)
{
    return i < waiting ? &list[i] : NULL;
}
