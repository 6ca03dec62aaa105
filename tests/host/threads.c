/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/life.c modules/lib/thread/inside.c */
/*
 * Threads and whoever schedules them: a policy that answers nonsense, a wait
 * that is over before it begins, an end, and a death in another thread.
 */
#include "../../modules/lib/thread/beside.c"
#include "../../modules/lib/thread/methods.c"
#include "../../modules/lib/thread/policy.c"

static u32 deaths_now;                  /* what the system graph tells */

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = deaths_now)
#include "../../modules/lib/thread/lost.c"

#include "check.h"
#include "threads_alone.h"
#include "threads_entry.h"
#include "there_world.h"

struct thread threads[THREAD_MAX] = { [0] = { .handle = 1 } };
struct thread *thread_current = FIRST;
volatile u32 threads_locked;
u32 thread_limit = 4;
const struct nmm *volatile nmm;
const int kind_is_short = 0;

static u32 gone_calls, slept, dispatched, stopped;
static int answer_next, answer_quantum, gone_last;
static u32 first_stack[64];             /* a thread's stack */

/* --- What stands around -------------------------------------------------- */

const struct recovery *context_recovery(void) { return NULL; }

u64 recover_call(void *method, const u32 *args, u32 n)
{
    CHECK_EQ(n, 1);
    return (u32)((int (*)(u32))method)(args[0]);
}

struct thread *thread_find(int handle)
{
    for (u32 i = 0; i < thread_limit; i++)
        if (threads[i].handle == (u32)handle)
            return &threads[i];
    return NULL;
}

void thread_set_state(struct thread *t, enum thread_state state)
{
    t->state = state;
}

void thread_make_ready(struct thread *t)
{
    t->state = THREAD_READY;
}

int thread_sleep(const volatile u32 *word)
{
    (void)word;
    slept++;
    return E_OK;
}

int thread_dispatch(void)
{
    dispatched++;
    return 0;
}

/* Only those that a module has; 0xdead is none's. */
u32 module_at(const void *address)
{
    return (u32)address != 0xdead;
}

int module_lives(u32 handle) { return handle == 1; }
u32 upcall_depth(void) { return UPCALLS; }
u32 context_depth(void) { return UPCALLS + threads_locked; }
u32 context_top(void) { return (u32)(first_stack + ARRAY_SIZE(first_stack)); }
u32 thread_count(void) { return 1; }
u32 thread_wake(const volatile u32 *word) { return *word; }
void threads_enter(void) { CHECK(!threads_locked++); }
void threads_leave(void) { CHECK(threads_locked--); }
void threads_announce(void) { }
void threads_withdraw(void) { }
void kind_stop(void) { stopped++; }
int kind_start(void) { return E_OK; }
void kind_context(struct thread *t) { (void)t; }
struct thread *thread_free_slot(void) { return NULL; }
int thread_stack_create(struct thread *t, u32 n) { return t && n ? 0 : 1; }
void thread_stack_destroy(struct thread *t) { (void)t; }
void thread_discard(struct thread *t) { (void)t; }
int thread_yield(void) { return 0; }
void thread_yield_inactive(void) { }
int context_gate(u32 context, u32 stack) { return context && stack ? 0 : 1; }
int context_hand_off(int thread) { return thread; }
int thread_hand_off(int thread) { return thread; }
u64 context_exchange(u32 context, saddr_t stack) { return context + stack; }
u32 thread_first_bottom(void) { return 0; }
void thread_set_room(struct thread *t) { (void)t; }
void context_start(void) { }
void context_lost(void) { }
void context_bridge(void) { }

/* --- The policy ---------------------------------------------------------- */

static void told_ready(int thread) { (void)thread; }
static int told_next(void) { return answer_next; }
static u32 told_quantum(int thread) { return thread ? answer_quantum : 0; }

static void told_gone(int thread)
{
    gone_calls++;
    gone_last = thread;
}

static const struct scheduler policy_methods = {
    told_ready, told_next, told_quantum, told_gone,
};

/* Thread 1 runs, 2 waits, 3 is ready. */
static void world_start(void)
{
    for (u32 i = 0; i < 3; i++)
        threads[i].handle = i + 1;
    threads[0].state = THREAD_RUNNING;
    threads[1].state = THREAD_WAITING;
    threads[2].state = THREAD_READY;
    threads[1].since = 2;
    threads[2].since = 1;               /* the first ever */
}

/* Who is not ready does not run, and nobody who is ready is forgotten. */
static void test_next(void)
{
    static const int answers[] = { 0, -1, 2, 1, 99, E_DIED, 3, 0x7fffffff };

    for (u32 i = 0; i < ARRAY_SIZE(answers); i++) {
        answer_next = answers[i];
        CHECK(policy_next() == &threads[2]);
    }
    threads[2].state = THREAD_WAITING;
    answer_next = 2;
    CHECK(!policy_next());
    threads[2].state = THREAD_READY;
}

static void test_quantum(void)
{
    answer_quantum = 3;
    CHECK_EQ(policy_quantum(&threads[2]), 3);
    answer_quantum = 0;
    CHECK_EQ(policy_quantum(&threads[2]), 1);
    answer_quantum = E_DIED;
    CHECK_EQ(policy_quantum(&threads[2]), 1);
}

/* Only while the word is what was expected. */
static void test_wait(void)
{
    static volatile u32 word = 5;

    CHECK_EQ(wait(&word, 4), E_OK);
    CHECK_EQ(wait(&word, ~5u), E_OK);
    CHECK_EQ(slept, 0);
    CHECK_EQ(wait(&word, 5), E_OK);
    CHECK_EQ(slept, 1);
    CHECK_EQ(threads_locked, 0);
    CHECK_EQ(wait((const volatile u32 *)((u32)&word + 1), 5), E_ADDRESS);
    CHECK_EQ(wait((const volatile u32 *)((u32)&word + 2), 4), E_ADDRESS);
    nothing_is_there = 1;
    CHECK_EQ(wait(NULL, 0), E_ADDRESS);
    CHECK_EQ(wait(&word, 5), E_ADDRESS);
    nothing_is_there = 0;
    CHECK_EQ(slept, 1);
    CHECK_EQ(threads_locked, 0);
}

static void test_end(void)
{
    static u32 stack[64];

    thread_current = &threads[2];
    thread_current->top = (u32)(stack + 64);
    thread_finish(17);
    CHECK_EQ(threads[2].state, THREAD_ENDED);
    CHECK_EQ(threads[2].result, 17);
    CHECK_EQ(gone_calls, 1);
    CHECK_EQ(gone_last, 3);
    CHECK(dispatched == 1 && stopped == 1);
    threads_locked = 0;
    thread_current = FIRST;
}

static int inside(u32 argument) { return (int)argument + 1; }

/* The oldest frame leads to the entry from the start to the end, and no
 * longer: a module that nobody has joined can go. */
static void test_life(void)
{
    static u32 stack[64];
    struct thread *t = &threads[2];
    const struct thread_base *base = (struct thread_base *)(stack + 64) - 1;
    const u32 ended = gone_calls;

    t->top = (u32)(stack + 64);
    t->entry = inside;
    t->argument = 41;
    thread_start(t);
    CHECK_EQ(t->state, THREAD_READY);
    CHECK(base->entry == (u32)inside && base->argument == 41 && !base->link);
    CHECK_EQ(base->returned, (u32)context_returned);
    CHECK(base->bridge.previous == (saddr_t)&FIRST->saved);
    CHECK(base->bridge.esp == (saddr_t)&base->argument && !base->bridge.ebp);
    CHECK(base->bridge.eip == (u32)context_bridge);
    CHECK_EQ(base->bridge.callee, (u32)inside);
    CHECK(t->saved.previous == (saddr_t)&base->bridge);
    const struct switch_state *state = (void *)t->esp;
    CHECK((u32)(state + 1) == (u32)base && state->eip == (u32)context_start);
    CHECK(state->ebp == (u32)&base->link && state->link == state->ebp);
    CHECK_EQ(state->recovery, (u32)&base->bridge);
    thread_current = t;
    thread_finish(42);
    CHECK_EQ(base->entry, 0);
    CHECK_EQ(t->result, 42);
    CHECK_EQ(t->state, THREAD_ENDED);
    CHECK_EQ(gone_calls, ended + 1);
    threads_locked = 0;
    thread_current = FIRST;
}

/* Thread 2 waits in a module that has died: it goes on at its innermost
 * point, and at the one before if that happens once more. */
static void test_rescue(void)
{
    static u32 stack[64];
    struct thread *t = &threads[1];
    struct switch_state *top = (struct switch_state *)stack;
    struct recovery *inner = (struct recovery *)&stack[30];
    struct recovery *outer = (struct recovery *)&stack[40];

    t->top = (u32)(stack + 64);
    *inner = (struct recovery){ .previous = (saddr_t)outer, .esp = (u32)&stack[28],
                                .eip = 0x111, .ebp = (u32)&stack[50] };
    *outer = (struct recovery){ .previous = (saddr_t)&thread_base(t)->bridge,
                                .esp = (u32)&stack[38], .eip = 0x222 };
    t->esp = (u32)top;
    t->saved.previous = (saddr_t)inner;
    t->state = THREAD_WAITING;
    top->eip = 0xdead;
    threads_rescue();                   /* nobody has died */
    CHECK_EQ(t->state, THREAD_WAITING);
    deaths_now = 1;
    threads_rescue();
    CHECK_EQ(t->state, THREAD_READY);
    CHECK_EQ(stack[27], 0x111);
    CHECK(t->saved.previous == (saddr_t)outer);
    top = (struct switch_state *)t->esp;
    CHECK_EQ(top->eip, (u32)context_lost);
    CHECK_EQ(top->recovery, (u32)outer);
}

/* Thread 2 waits, called by what no module has, as a client of `flat` is: a
 * death is none of its business, unless the core has cut its backtrace. */
static void test_bystander(void)
{
    static u32 stack[64];
    struct thread *t = &threads[1];
    struct switch_state *top = (struct switch_state *)stack;
    struct recovery *r = (struct recovery *)&stack[40];

    t->top = (u32)(stack + 64);
    *r = (struct recovery){ .previous = (saddr_t)&thread_base(t)->bridge,
                            .esp = (u32)&stack[38], .eip = 0x222 };
    t->esp = (u32)top;
    t->saved.previous = (saddr_t)r;
    t->state = THREAD_WAITING;
    top->link = (u32)&stack[12];
    top->eip = 0x111;
    stack[12] = (u32)&stack[14];
    stack[13] = 0xdead;
    deaths_now++;
    threads_rescue();
    CHECK_EQ(t->state, THREAD_READY);   /* to look again */
    CHECK_EQ(t->esp, (u32)top);
    t->state = THREAD_WAITING;
    stack[13] = SUSPENDED_CUT;
    deaths_now++;
    threads_rescue();
    CHECK_EQ(t->state, THREAD_READY);
    CHECK_EQ(stack[37], 0x222);
}

/* Thread 2 is in ring 3: its backtrace goes on where its model entered it,
 * right above the end of its stack of ring 1, whatever lies below. */
static void test_in_ring3(void)
{
    static u32 stack[64];
    struct thread *t = &threads[1];
    struct switch_state *top = (struct switch_state *)stack;
    struct recovery *r = (struct recovery *)&stack[50];

    for (u32 at = 16; at < 22; at += 2) {
        t->top = (u32)(stack + 64);
        *r = (struct recovery){ .previous = (u32)&thread_base(t)->bridge,
                                .esp = (u32)&stack[48], .eip = 0x222 };
        t->esp = (u32)top;
        t->stack1 = (u32)&stack[17];    /* the link is at 18 */
        t->saved.previous = (u32)r;
        t->state = THREAD_WAITING;
        top->link = 0;
        top->eip = 0x111;
        for (u32 i = 16; i < 48; i++)
            stack[i] = 0;
        stack[18] = (u32)&stack[40];
        stack[19] = 0x333;
        stack[at + 1] = SUSPENDED_CUT;
        deaths_now++;
        threads_rescue();
        CHECK_EQ(t->state, THREAD_READY);
        CHECK_EQ(stack[47], at == 18 ? 0x222 : 0);
    }
    t->stack1 = 0;
}

int main(void)
{
    scheduler = &policy_methods;
    world_start();
    test_next();
    test_quantum();
    test_wait();
    test_end();
    test_life();
    test_rescue();
    test_bystander();
    test_in_ring3();
    return check_done();
}
