/* SPDX-License-Identifier: MIT */
/* Leaves processor state behind that would hurt whoever comes next. */
#include "client.h"

CLIENT("client_leaves");

#define NESTED_TASK() \
    __asm__ volatile("pushfl\n\torl $0x4000, (%%esp)\n\tpopfl" ::: "memory", \
                     "cc")

enum { NT_EXIT, NT_YIELD, NT_HAND_OFF, NT_MAP, FPU_FULL, FPU_PENDING, WAYS };

static void fill_fpu(void)
{
    for (int i = 0; i < 8; i++)
        __asm__ volatile("fld1");
}

/* 1 / 0, not masked, and nobody has waited for it. */
static void divide(void)
{
    const u16 control = 0x300;

    __asm__ volatile("fldcw %0\n\tfld1\n\tfldz\n\tfdivrp" : : "m"(control));
}

int client_main(u32 argument)
{
    u32 at;

    if (argument <= NT_MAP)
        NESTED_TASK();
    switch (argument) {
    case NT_YIELD: client->yield(); break;
    case NT_HAND_OFF: client->hand_off(1); break;
    case NT_MAP: client->map(0, 4096, 3, &at); break;
    case FPU_FULL: fill_fpu(); break;
    case FPU_PENDING: divide(); break;
    }
    client->exit(7);
    return 8;
}
