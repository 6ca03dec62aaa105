/* SPDX-License-Identifier: MIT */
/* The ring-1 stack as linked stack frames. Modules keep frame pointers. */
#pragma once

#include "../base/graph.h"

/*
 * The return address above the stack frame at *ebp, which moves on to the older
 * stack frame; 0 at the end of the backtrace, or where it leads nowhere.
 */
saddr_t stack_next(saddr_t *ebp);

enum stack_answer {
    STACK_OUTSIDE,
    STACK_INSIDE,
    STACK_ENDLESS,              /* what ring 1 wrote goes on and on */
};

/* Does a return address of the backtrace, or of a thread that does not run or
 * that waits for the core, lie in [base, base + size)? */
u32 stack_is_active(saddr_t base, u32 size, saddr_t ebp);

/* The same, but for threads of tables that lie there, and for the stack frame in which
 * a thread has begun: a module that suspends threads hands them over itself, when it
 * is replaced. */
u32 stack_is_entered(saddr_t base, u32 size, saddr_t ebp);

/*
 * What threads that do not run have at hand to call in that module, on their stacks,
 * becomes what instead() says, if that is not 0: one may be between the load of a slot
 * and its CALL.
 */
typedef saddr_t stack_instead(const struct graph_node *node, saddr_t word);
void stack_lead(const struct graph_node *node, stack_instead *instead);

/*
 * A module dies: likewise; tables of threads that lie in it are no more, and what
 * threads that do not run would return to in it becomes SUSPENDED_CUT. Another module
 * may be at that place when they run again.
 */
void stack_forget(const struct graph_node *node, stack_instead *instead);
