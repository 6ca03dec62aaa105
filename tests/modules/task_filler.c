/* SPDX-License-Identifier: MIT */
/* Takes all tasks that there are, and gives them back. */
#include "deimos.h"

#define MOST 1024

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int tasks[MOST];
static u32 count;

static int fill(void)
{
    while (count < MOST) {
        const int task = nmm->create_tss(&(struct task){ .space = NMM_UPS });

        if (task < 0)
            return task;
        tasks[count++] = task;
    }
    return 0;
}

static int empty(void)
{
    while (count > 0)
        nmm->destroy_tss((u32)tasks[--count]);
    return 0;
}

static const struct { int (*fill)(void), (*empty)(void); } table = {
    fill, empty,
};

DEIMOS_MODULE("task_filler", MODULE_SYSTEM);
DEIMOS_INTERFACE("filler", "filler", table, "fill empty");
