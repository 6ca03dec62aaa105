/* SPDX-License-Identifier: MIT */
/*
 * Threads: what `coop` and `preempt` share. Each of the two is this folder
 * and its own, linked into one object, with state of its own.
 *
 * Invariant: one thread is THREAD_RUNNING; whoever changes the table has
 * threads_locked set, so that the timer does not switch in the middle.
 */
#pragma once

#define CONTEXT_ESP 0           /* ORDER struct thread, for context.S */
#define CONTEXT_RECOVERY 4
#define CONTEXT_FPU 8
#define CONTEXT_LINK 12         /* from ESP to the saved EBP */
#define SUSPENDED_HEAD 0x10c    /* ORDER concurrency.h, for context.S */
#define DIED (-19)              /* ORDER E_DIED */

#ifndef __ASSEMBLER__

#include "../concurrency.h"
#include "../deimos.h"
#include "../recover.h"

#define FPU_SIZE 108            /* FNSAVE, 32 bit */
#define FPU_CONTROL 0x37f       /* as FNINIT leaves it */
#define UPCALLS 1               /* the depth at which the IUM runs */

enum thread_state {
    THREAD_FREE, THREAD_READY, THREAD_RUNNING, THREAD_WAITING, THREAD_ENDED,
};

struct thread {
    u32 esp;                    /* of a thread that does not run */
    struct recovery *recovery;  /* its innermost recovery point */
    u8 fpu[FPU_SIZE];
    u32 handle;                 /* 0: free; slot + 1, uses above 8 bits */
    u32 uses;                   /* of the slot */
    enum thread_state state;
    u32 since;                  /* when it became ready: for the order */
    const volatile u32 *word;   /* it waits on this */
    int woken;                  /* what its wait returns */
    u32 ended;                  /* joiners wait on this */
    int result;
    int (*entry)(u32 argument);
    u32 argument;
    u32 guard, stack;           /* regions; 0: none */
    u32 top;                    /* of its stack */
    u32 interrupted;            /* its registers (PUSHA), if it was; or 0 */
};

_Static_assert(offsetof(struct thread, fpu) == CONTEXT_FPU, "context.S");
_Static_assert(E_DIED == DIED, "context.S");

extern struct thread threads[THREAD_MAX];
extern struct thread *thread_current;
extern volatile u32 threads_locked;

/* table.c */
struct thread *thread_find(int handle);
struct thread *thread_free_slot(void);
u32 thread_count(void);                     /* not ended, with the first */
int thread_stack_create(struct thread *thread, u32 size);   /* E_NOMEM */
void thread_stack_destroy(struct thread *thread);
void thread_discard(struct thread *thread); /* joined: the slot is free */

/* Let the CM see our threads that do not run; no more. */
void threads_announce(void);
void threads_withdraw(void);

/* switch.c */
void threads_leave(void);
void thread_make_ready(struct thread *thread);
/* Another thread runs; returns when this one does again. */
void thread_dispatch(void);
void thread_yield(void);
/* Sleep on word: 0 when woken, E_ACTIVE if nobody is left to do it. */
int thread_sleep(const volatile u32 *word);
u32 thread_wake(const volatile u32 *word);
void thread_start(struct thread *thread);
void thread_finish(int result);

/* policy.c: the module in receptacle `scheduler`, whatever it answers */
int policy_error(void);                     /* E_UNBOUND, E_DEAD, E_DIED */
void policy_ready(struct thread *thread);
struct thread *policy_next(void);           /* NULL: none is ready */
u32 policy_quantum(const struct thread *thread);
void policy_gone(const struct thread *thread);

/* lost.c */
int module_at(const void *address);         /* does a live module lie there? */
void threads_rescue(void);                  /* from modules that have died */
u32 upcall_depth(void);

/* context.S */
void context_switch(struct thread *from, struct thread *to);
void context_start(void), context_lost(void), context_bridge(void);
struct recovery *context_recovery(void);

/* What differs: coop.c, preempt.c. */
int kind_start(void);           /* a second thread is about to be there */
void kind_stop(void);           /* only the first is left */
void kind_quantum(u32 ticks);   /* of the thread that runs from now on */

#endif
