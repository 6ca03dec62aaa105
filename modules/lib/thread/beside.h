/* SPDX-License-Identifier: MIT */
/* Other concurrency modules beside this one (concurrency.h). */
#pragma once

#include "threads.h"

extern int beside_is_on;        /* there are some */
extern const struct concurrency threads_methods;        /* methods.c: ours */

/* We have threads from now on. E_UNBOUND: one beside us is not bound to us. */
int beside_begin(void);
/* Whose thread runs, if it is one beside us; or NULL. */
const struct concurrency *beside_running(void);
/* The same for entry.S: its methods. */
const struct concurrency *beside_elsewhere(void);
int beside_turn(u32 unused);            /* behind entry.S */
/* The first thread has another context: they know it, too. */
void beside_set_context(void);
/* Whether they have threads that could run. */
int beside_are_ready(void);
/* Their turn: of the first thread, outside of critical sections. 1: some ran. */
int beside_turns(void);
/* Those of their threads that wait on it are ready; how many. */
u32 beside_wake(const volatile u32 *word);
/* Whether the timer has interrupted one of them where no thread may run; ebp,
 * end: of the backtrace and its stack. */
int beside_is_busy(u32 ebp, u32 end);

/* NULL: the calling thread is ours, or the first. */
static inline const struct concurrency *thread_elsewhere(void)
{
    return beside_is_on && thread_current == FIRST ? beside_running() : NULL;
}
