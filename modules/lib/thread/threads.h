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
#define ROOM 4096u              /* of a stack, behind exchange(): see bottom */
#define ROOM_NONE 0xffffffff    /* no ESP is as high: there is no short way */
#define TIMER_SAVED 48          /* bytes of registers below EBP (timer.S) */

/* Where a thread is suspended; from WAY_YIELD on a row of thread_ways. */
enum thread_way {
    WAY_OUTSIDE,                /* it goes on outside of this module */
    WAY_START, WAY_LOST,        /* at context_start, context_lost */
    WAY_YIELD, WAY_JOIN, WAY_WAIT, WAY_SET_CONTEXT, WAY_EXCHANGE, WAY_HAND_OFF,
    WAY_TURN, WAY_TICK, WAYS,
};

/* entry.S. `inside`: a return address; its stack frame is the innermost that another
 * concurrency module can take over. There the thread goes on at `again`, with ESP
 * behind that word, which is at `place` bytes from the stack frame's EBP. */
struct thread_entry {
    u32 inside, again;
    int place;
};
extern const struct thread_entry thread_ways[WAYS - WAY_YIELD];

enum thread_state {
    THREAD_FREE, THREAD_READY, THREAD_RUNNING, THREAD_WAITING, THREAD_ENDED,
    THREAD_HELD,                /* ready, but its task needs paging */
};

/*
 * The top of a thread's stack. Here it begins and ends, so that all of it that leads
 * into the concurrency module is in one place (move.c).
 */
struct thread_base {
    u32 returned;               /* its entry returns there: context_returned */
    u32 argument;
    u32 link;                   /* 0: the oldest stack frame, which returns to */
    u32 entry;                  /* .. so that its module is not quiet before */
    struct recovery bridge;     /* the end of its list: leads to the first
                                   thread's */
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
    u32 old_context, old_stack; /* while it waits in there for paging */
    u32 key;                    /* the handle + UPCALLS if it can be handed
                                   to, else 0 */
    u32 bottom;                 /* exchange() refuses with ESP below it; or
                                   ROOM_NONE: the first thread has not asked */
    u32 room;                   /* of the short way the same; or ROOM_NONE */
    /* saved.previous: its innermost recovery point while it does not run.
     * The first thread's is a whole record, which the bridges lead to. */
    struct recovery saved;
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
    u32 task;                   /* of `tasks`: selector of its TSS */
    u32 owner;                  /* the module of its entry */
    enum thread_way way;        /* move.c */
    u32 frame;
};

static inline struct thread_base *thread_base(const struct thread *t)
{
    return (struct thread_base *)t->top - 1;
}

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
/* ROOM or the half of it is left above `base`, whichever is less. */
u32 thread_bottom(u32 base, u32 size);
u32 thread_first_bottom(void);              /* 0: nobody knows where it ends */

/* Let the CM see our threads that do not run; no more. */
void threads_announce(void);
void threads_withdraw(void);
extern struct suspended threads_table;
void threads_withdraw_table(struct suspended *table);

/* switch.c */
void threads_enter(void);                   /* a critical section */
void threads_leave(void);
void thread_set_state(struct thread *thread, enum thread_state state);
void thread_set_room(struct thread *thread);    /* by its bottom */
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

/*
 * inside.c: does a backtrace on a stack that ends there lead into this module, but for
 * where the thread has begun? On the short way the stack pointer of a thread is not
 * where its table has it; and what leaves a method half done cannot be moved. A switch
 * says whose stack it is one instruction before it is on it: a backtrace that begins
 * above that stack is inside, too.
 */
int thread_is_inside(u32 ebp, u32 stack_end);
int thread_is_ours(u32 eip);                /* in this module's image */

/* The threads in the table were another module's, whose clock was that. */
void threads_adopt(struct thread *current, u32 clock);
extern u32 threads_clock;       /* counts threads made ready */

/* methods.c, behind entry.S */
int methods_yield(void);
int methods_join(int handle);
int methods_wait(const volatile u32 *word, u32 expected);
int methods_set_context(u32 context, saddr_t stack);
/* Not the short way; esp: of who calls, at the return address. */
u64 methods_exchange(u32 context, saddr_t stack, u32 esp);

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

/* move.c */
int threads_can_move(void);     /* each finds its way; E_ACTIVE: one does not */
void thread_move(struct thread *thread);        /* it leads into this module */

/* state.c: to the module that replaces this one. */
int threads_export(struct module_state *state);
int threads_import(const struct module_state *state);
extern int threads_are_gone;    /* another module has them */

/* lost.c */
void threads_rescue(void);                  /* from modules that have died */

/* context.S */
void context_switch(struct thread *from, struct thread *to);
int context_hand_off(int thread);           /* the method */
u64 context_exchange(u32 context, saddr_t stack);   /* another one */
int context_gate(u32 context, u32 stack);   /* CONTEXT_GATE */
const struct recovery *context_recovery(void);  /* the innermost, or NULL */
u32 context_top(void);          /* of the first thread's stack */
void context_start(void), context_lost(void), context_bridge(void),
    context_returned(void);

/* entry.S: methods in which a thread may be suspended */
int entry_yield(void), entry_join(int handle),
    entry_wait(const volatile u32 *word, u32 expected),
    entry_set_context(u32 context, saddr_t stack), entry_turn(u32 unused);

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
/* The calling thread is about to be another module's. */
void kind_leave(void);
void kind_tick(u32 ebp);        /* the timer's; ebp: of its handler */

/* timer.S: for an interrupt line */
void timer_entry(void);
extern volatile u32 timer_leaving;      /* handlers about to load selectors */
extern const int kind_is_short;             /* context_hand_off() is for it */
