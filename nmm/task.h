/* SPDX-License-Identifier: MIT */
/*
 * Tasks: what CreateTSS makes. A task is current because TR holds its TSS
 * (hardware switch), or, while TR holds the core's own, because CONTEXT_GATE
 * made it so.
 */
#pragma once

#include "../core/api/types.h"
#include "../core/layout.h"

struct task_entry {
    u32 selector;               /*  0 of its TSS, with RPL; 0: free */
    u32 owner;                  /*  4 module handle */
    u32 space;                  /*  8 handle */
    u32 ldt;                    /* 12 selector, or 0 */
    u32 directory;              /* 16 CR3; 0: the custom VSAS, no paging needed */
    u32 reserved[3];
};

extern struct task_entry tasks[TASKS];
extern struct task_entry *task_current;     /* by CONTEXT_GATE; NULL: none */

/* The task that runs; NULL if it is none of these. */
struct task_entry *task_running(void);
/* Its stack of ring 1, from the TSS in TR. */
saddr_t task_stack(void);
