/* SPDX-License-Identifier: MIT */
/* The ring-1 stack as a chain of frames. Modules keep frame pointers. */
#pragma once

#include "../api/types.h"

/*
 * The return address above the frame at *ebp, which moves on to the older
 * frame; 0 at the end of the chain, or where it leads nowhere.
 */
saddr_t stack_next(saddr_t *ebp);

/* Above TSS.esp1: the frame in which ring 3 was entered, a link of the chain
 * (modules/lib/model/client.h draws it). */
#define STACK_LINK 4

enum stack_answer {
    STACK_OUTSIDE,
    STACK_INSIDE,
    STACK_ENDLESS,              /* what ring 1 wrote goes on and on */
};

/* Does a return address of the chain, or of a thread that does not run, lie
 * in [base, base + size)? */
u32 stack_is_active(saddr_t base, u32 size, saddr_t ebp);

/*
 * A module dies: tables of threads that lie in it are no more, and what threads
 * that do not run would return to in it becomes STACK_CUT. Another module may
 * be at that place when they run again.
 */
#define STACK_CUT 0xffffffffu   /* no module's, and not 0: the chain goes on;
                                   ORDER SUSPENDED_CUT */
void stack_forget(saddr_t base, u32 size);
