/* SPDX-License-Identifier: MIT */
/* What a task holds as it is left. */
#pragma once

#define STATE_KEEP 0xffff       /* leave that segment register alone */
#define STATE_SEGMENT 0x10000   /* the global segment, and an RPL */

#define ENTER_JUMP 0            /* it jumps to the task */
#define ENTER_CALL 1
#define ENTER_OTHER 2           /* from another task */
#define ENTER_BACK 3            /* it has called who goes back to it */
#define ENTER_CONTEXT 4         /* CONTEXT_GATE makes it current */
#define CLIENT_GATE 0x27        /* of ring 3 */

#include "deimos.h"
#include "core/api/selectors.h"

struct state {
    u32 ds, es, fs, gs;         /* or STATE_KEEP */
    u32 ss, esp;
    u32 flags;                  /* of POPF just before it leaves */
    u32 at, cs;                 /* a POPF, the way out, and one on */
};

extern struct state task_state;
extern u32 task_own[2], task_other[2];  /* far addresses: 0, a TSS */
extern volatile u32 task_owned;         /* an owner of a vector had it */
extern u32 task_stub;                   /* a method that does nothing */

/* Takes the task `task_own` where it goes on: EFLAGS behind it. */
u32 task_enter(u32 kind);
/* Where tasks begin: with what task_state says; by way of task_own. */
void task_take(void), task_pass(void);
void task_owner(void);
/* Of each way: it leaves by a jump; it leaves by a call. */
extern const u32 task_ways[], task_ways_end[];

/* Called by a task. */
void task_fail(void), task_free_caller(void);
