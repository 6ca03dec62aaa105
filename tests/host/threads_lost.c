/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * Threads that are inside a module when it dies, at random: backtraces that
 * end in each way and are cut at any frame, and recovery points between them.
 * Who goes on where; and nothing else has changed.
 */
#include "../../modules/lib/thread/threads.h"

/* Apart from the stacks, which hold anything here. */
static struct thread_base bases[THREAD_MAX];
#define thread_base(t_) (&bases[(t_) - threads])

static u32 deaths_now;                  /* what the system graph tells */

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = deaths_now)
#include "../../modules/lib/thread/lost.c"

#include <string.h>

#include "check.h"
#include "random.h"

#define STEPS 30000
#define THREADS 4u
#define SLOTS 12u
/* Of a slot's words 0 to 11 are what a rescue writes to, then comes a recovery
 * point, then a stack frame. */
#define SLOT 32u
#define ESP 12u
#define POINT 14u
#define FRAME 26u
#define MODULE 0x111u
#define NOWHERE 0xdeadu                 /* no module's */

struct thread threads[THREAD_MAX];
struct thread *thread_current;
u32 thread_limit = THREADS;

static u32 stacks[THREADS][SLOTS * SLOT], made_ready, end_of_first;

u32 module_at(const void *address) { return (u32)address == MODULE; }
u32 context_top(void) { return end_of_first; }
void context_lost(void) { }

void thread_make_ready(struct thread *t)
{
    CHECK_EQ(t->state, THREAD_WAITING);
    t->state = THREAD_READY;
    made_ready++;
}

static u32 any_code(void)
{
    static const u32 codes[] = { MODULE, MODULE, NOWHERE, SUSPENDED_CUT };

    return codes[random_below(ARRAY_SIZE(codes))];
}

/* --- What lies on a stack ------------------------------------------------- */

/* Where the oldest frame leads to: not up, so that it is no link; or to what
 * is no frame, although it looks like one that is cut. */
static u32 any_end(u32 frame, u32 end, int *leads_up)
{
    const u32 down[] = { 0, frame, frame - 64, frame - 4 };
    const u32 up[] = { frame + 6, end - 4, end, end + 4, 0xfffffffc };

    *leads_up = (int)random_below(2);
    return *leads_up ? up[random_below(ARRAY_SIZE(up))] :
                       down[random_below(ARRAY_SIZE(down))];
}

/* Frames in some of the slots; *link leads to the first. The oldest of those
 * that are cut, or 0. */
static u32 lay_frames(u32 *stack, u32 from, u32 to, u32 *link, u32 end)
{
    u32 dead = 0;
    int leads_up;

    for (u32 slot = from; slot < to;) {
        u32 *frame = &stack[slot * SLOT + FRAME];
        slot = random_below(5) ? slot + 1 + random_below(3) : SLOTS;
        const int is_last = slot >= to;
        *link = (u32)frame;
        frame[1] = any_code();
        if (is_last)
            frame[0] = any_end((u32)frame, end, &leads_up);
        if (frame[1] == SUSPENDED_CUT && (!is_last || leads_up))
            dead = (u32)frame;
        link = frame;
    }
    return dead;
}

/* Points in some of the slots; the first that is above `dead`, and whose code
 * is still there, or the bridge behind them all. */
static struct recovery *lay_points(struct thread *t, u32 *stack, u32 dead)
{
    struct recovery *found = NULL;
    u32 *link = &t->saved.previous;

    for (u32 slot = 1; slot < SLOTS; slot += 1 + random_below(4)) {
        struct recovery *r = (void *)&stack[slot * SLOT + POINT];
        *r = (struct recovery){ .esp = (u32)&stack[slot * SLOT + ESP],
            .ebp = random_below(99), .ebx = random_below(99),
            .esi = random_below(99), .edi = random_below(99),
            .eip = any_code() };
        *link = (u32)r;
        link = &r->previous;
        if (!found && (u32)r > dead && r->eip == MODULE)
            found = r;
    }
    *link = random_below(2) ? (u32)&thread_base(t)->bridge : 0;
    return found || !*link ? found : &thread_base(t)->bridge;
}

/* Below these words nothing is a frame, and they look like one. */
static u32 lay_end(u32 *stack)
{
    u32 *end = &stack[SLOTS * SLOT - 3];

    end[-1] = 0xfffffff0;
    end[0] = end[1] = end[2] = SUSPENDED_CUT;
    return (u32)end;
}

/* What a thread may have said of one that is none of its own: nothing is read
 * below what it has on its stack, or beyond. */
static u32 any_stack(u32 stack)
{
    const u32 stacks1[] = { 0, 4, 0x1000, 0xc0000000, 0xfffffff8, 0xfffffffc,
                            stack - 64, stack - 8 };

    return stacks1[random_below(ARRAY_SIZE(stacks1))];
}

/* Thread i, any: is it lost? Then it goes on at *point. */
static int lay_thread(u32 i, struct recovery *point)
{
    struct thread *t = &threads[i];
    u32 *stack = stacks[i], ring3 = 0;
    struct switch_state *top = (void *)stack;

    memset(stack, 0x11, sizeof(stacks[0]));
    memset(t, 0x22, sizeof(*t));
    const u32 end = lay_end(stack);
    t->state = random_below(THREAD_HELD + 1);
    t->top = i ? end : 1;
    if (!i)
        end_of_first = end;
    t->esp = (u32)top;
    t->stack1 = any_stack((u32)stack);
    const int is_in_ring3 = random_below(2);
    if (is_in_ring3) {
        t->stack1 = (u32)&stack[SLOT * 5 + ESP] - 4;
        ring3 = lay_frames(stack, 6, SLOTS - 1, &stack[SLOT * 5 + ESP], end);
        stack[SLOT * 5 + ESP + 1] = any_code();
        if (!ring3 && stack[SLOT * 5 + ESP + 1] == SUSPENDED_CUT)
            ring3 = (u32)&stack[SLOT * 5 + ESP];
    }
    top->eip = any_code();
    top->link = 0;
    u32 dead = lay_frames(stack, 1, is_in_ring3 ? 5 : SLOTS - 1, &top->link, end);
    dead = ring3 ? ring3 : dead ? dead : top->eip != MODULE ? (u32)&top->link : 0;
    thread_base(t)->bridge = (struct recovery){ .eip = MODULE, .esp = end };
    const struct recovery *r = lay_points(t, stack, dead);
    if (r)
        *point = *r;
    return r && dead && t != thread_current &&
           (t->state == THREAD_READY || t->state == THREAD_WAITING);
}

/* --- What has become of it ------------------------------------------------ */

static void expect(struct thread *t, u32 *stack, u32 base,
                   const struct recovery *r)
{
    u32 *eip = stack + (r->esp - base) / 4 - 1;
    const u32 state[] = { r->edi, r->esi, r->ebp, 0, r->ebx, 0, r->previous,
                          r->ebp, (u32)context_lost };

    *eip = r->eip;
    memcpy(eip - 9, state, sizeof(state));
    t->esp = r->esp - 40;
    t->interrupted = 0;
    t->saved.previous = r->previous;
    if (t->state == THREAD_WAITING)
        t->state = THREAD_READY;
}

static void test_step(void)
{
    static u32 stack[THREADS][SLOTS * SLOT];
    struct thread table[THREADS];
    struct recovery points[THREADS];
    int is_lost[THREADS];
    u32 ready = made_ready;

    thread_current = &threads[random_below(THREADS)];
    for (u32 i = 0; i < THREADS; i++)
        is_lost[i] = lay_thread(i, &points[i]);
    memcpy(stack, stacks, sizeof(stack));
    memcpy(table, threads, sizeof(table));
    threads_rescue();                   /* nobody has died since */
    CHECK(!memcmp(table, threads, sizeof(table)));
    deaths_now += random_below(2) ? 1 : 0xffffffff;
    threads_rescue();
    for (u32 i = 0; i < THREADS; i++) {
        const int wakes = table[i].state == THREAD_WAITING &&
                          &threads[i] != thread_current;
        ready += (u32)wakes;
        if (is_lost[i])
            expect(&table[i], stack[i], (u32)stacks[i], &points[i]);
        if (wakes)
            table[i].state = THREAD_READY;
        CHECK(!memcmp(stack[i], stacks[i], sizeof(stack[0])));
        CHECK(!memcmp(&table[i], &threads[i], sizeof(table[0])));
    }
    CHECK_EQ(made_ready, ready);
}

/* The frame that ends where the stack does is one, too. */
static void test_last(void)
{
    struct thread *t = &threads[1];
    u32 *frame = &stacks[1][80];

    t->state = THREAD_READY;
    t->stack1 = 0;
    t->esp = (u32)stacks[1];
    t->top = (u32)(frame + 2);
    thread_base(t)->bridge.esp = (u32)(stacks[1] + 60);
    t->saved.previous = (u32)&thread_base(t)->bridge;
    *(struct switch_state *)stacks[1] = (struct switch_state){
        .link = (u32)frame, .eip = MODULE };
    frame[0] = 0xfffffff0;
    frame[1] = SUSPENDED_CUT;
    thread_current = FIRST;
    deaths_now++;
    threads_rescue();
    CHECK_EQ(t->esp, (u32)(stacks[1] + 50));
}

int main(void)
{
    threads[THREADS].state = THREAD_READY;      /* beyond the limit */
    for (u32 step = 0; step < STEPS; step++)
        test_step();
    CHECK(made_ready > 500);
    test_last();
    return check_done();
}
