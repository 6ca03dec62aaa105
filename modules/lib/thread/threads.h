/* SPDX-License-Identifier: MIT */
/*
 * Threads: what `coop`, `preempt` and `tasks` share. Each of them is this
 * folder and its own, linked into one object, with state of its own.
 *
 * Invariant: one thread is THREAD_RUNNING; whoever changes the table has
 * threads_locked set, so that the timer does not switch in the middle.
 */
#pragma once

#include "../../api/concurrency.h"
#include "../../api/deimos.h"
#include "../../api/recover.h"

#define UPCALLS 1               /* the depth at which the IUM runs */
#define FPU_SIZE 108            /* FNSAVE, 32 bit */
#define FPU_CONTROL 0x37f       /* as FNINIT leaves it */
#define FIRST (&threads[0])

enum thread_state {
    THREAD_FREE, THREAD_READY, THREAD_RUNNING, THREAD_WAITING, THREAD_ENDED,
    THREAD_HELD,                /* ready, but its task needs paging */
};

/* A word of `struct switch_state` is a register as POPA takes it. */
struct switch_state {
    u32 edi, esi, ebp, unused, ebx, edx;
    u32 recovery;               /* ECX */
    u32 link;                   /* EAX: EBP once more, below the EIP */
    u32 eip;
};

struct thread {
    u32 esp;                    /* of a thread that does not run */
    u32 context, stack1;        /* set_context() */
    u32 key;                    /* the handle + UPCALLS if it can be handed
                                   to, else 0 */
    /* saved.previous: its innermost recovery point while it does not run.
     * The first thread's is a whole record, which the bridges lead to. */
    struct recovery saved;
    u8 fpu[FPU_SIZE];
    struct recovery bridge;     /* the end of its list */
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
    u32 task;                   /* of `tasks`: selector of its TSS */
    u32 owner;                  /* the module of its entry */
};

extern struct thread threads[THREAD_MAX];
extern struct thread *thread_current;
extern volatile u32 threads_locked;
extern const struct nmm *volatile nmm;       /* table.c */
extern u32 thread_limit;                    /* no slot beyond it is used */

/* table.c */
struct thread *thread_find(int handle);
struct thread *thread_free_slot(void);
u32 thread_count(void);                     /* not ended, with the first */
int thread_stack_create(struct thread *thread, u32 size);   /* E_NOMEM */
void thread_stack_destroy(struct thread *thread);
void thread_discard(struct thread *thread); /* joined: the slot is free */
void paging_needed(void);                   /* is turned on */

/* Let the CM see our threads that do not run; no more. */
void threads_announce(void);
void threads_withdraw(void);

/* switch.c */
void threads_enter(void);                   /* a critical section */
void threads_leave(void);
void thread_set_state(struct thread *thread, enum thread_state state);
/* Its task is the current one from now on: E_PAGING. */
int thread_activate(struct thread *thread);
void thread_make_ready(struct thread *thread);
/* Another thread runs; returns when this one does again. */
int thread_dispatch(void);              /* 1: others have run */
int thread_yield(void);
/* The same, of one whose task is not the current one as yet. */
void thread_yield_inactive(void);
/* Sleep on word: 0 when woken, E_ACTIVE if nobody is left to do it. */
int thread_sleep(const volatile u32 *word);
u32 thread_wake(const volatile u32 *word);
int thread_hand_off(int handle);            /* any but the short way */

/* methods.c: exchange(), but for the short way */
u64 thread_exchange(u32 context, saddr_t stack);

/* short_way.c: of a backtrace on a stack that ends there: has it been interrupted in
 * the short way? The stack pointer of a thread that is inside it is not where its
 * table has it. */
int thread_is_in_short_way(u32 ebp, u32 end);

/* life.c */
void thread_start(struct thread *thread);
void thread_finish(int result);

/* policy.c: the module in receptacle `scheduler`, whatever it answers */
int policy_error(void);                     /* E_UNBOUND, E_DEAD, E_DIED */
void policy_ready(struct thread *thread);
struct thread *policy_next(void);           /* NULL: none is ready */
u32 policy_quantum(const struct thread *thread);
void policy_gone(const struct thread *thread);
u32 upcall_depth(void);                     /* context.S */
u32 context_depth(void);                    /* and one more while locked */
int policy_is_asked(void);                  /* right now, by this thread */

/* No upcall of the core is in the way, and no question to the policy. The lock
 * is not set, mostly; there is no depth 0. */
static inline int thread_may_switch(void)
{
    return context_depth() == UPCALLS ||
           (upcall_depth() == UPCALLS && !policy_is_asked());
}

/* state.c: to the module that replaces this one. */
int threads_export(struct module_state *state);
int threads_import(const struct module_state *state);

/* lost.c */
void threads_rescue(void);                  /* from modules that have died */

/* context.S */
void context_switch(struct thread *from, struct thread *to);
int context_hand_off(int thread);           /* the method */
u64 context_exchange(u32 context, saddr_t stack);   /* another one */
int context_gate(u32 context, u32 stack);   /* CONTEXT_GATE */
extern const char context_begin[], context_end[];
const struct recovery *context_recovery(void);  /* the innermost, or NULL */
u32 context_top(void);          /* of the first thread's stack */
void context_start(void), context_lost(void), context_bridge(void);
int context_enter(int (*entry)(u32), u32 argument);

/* What differs: in modules/threads, or of lib/kind for those that have none of
 * their own. */
int kind_start(void);           /* a second thread is about to be there */
void kind_stop(void);           /* only the first is left */
void kind_run(const struct thread *thread);  /* it runs from now on */

int kind_create(struct thread *thread);      /* it has a stack now */
void kind_destroy(struct thread *thread);
/* As context_switch(), which is that of all but `tasks`. */
void kind_switch(struct thread *from, struct thread *to);
/* The calling thread has a context from now on, or no longer. */
void kind_context(struct thread *thread);
extern const int kind_is_short;             /* context_hand_off() is for it */
