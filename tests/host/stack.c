/* SPDX-License-Identifier: MIT */
/* sources: core/thread/stack.c core/thread/forget.c core/thread/asker.c */
/* Who is inside a module: backtraces, and what an interrupted thread has at
 * hand. Addresses are the host's own; only those of `stack` may be read. */
#include "check.h"

#include <string.h>

#include "../../core/api/suspended.h"
#include "../../core/ups/user.h"
#include "../../core/thread/asker.h"
#include "../../core/thread/stack.h"
#include "../../core/thread/thread.h"
#include "../../nmm/nmm.h"
#include "../../nmm/space/region.h"
#include "../../nmm/task/task.h"

#define WORDS 64
#define DEEP (1u << 18)               /* words of a long backtrace: 1 MiB */
#define TABLES 100
#define BASE 0x1000000u                 /* of the module */
#define SIZE 0x1000u
#define INSIDE (BASE + 0x123)
#define FRAME 40                        /* index of a frame's saved EBP */
#define SAVED 16                        /* of the registers' first word */

static u32 stack[WORDS];
static u32 deep[DEEP];

static struct {
    u32 esp, interrupted;               /* the thread's */
    u32 entered;                        /* its stack's end, from ring 3 */
    struct table {
        u32 next, first, stride, count, offset, registers, entered;
    } table;
} world;

static struct table tables[TABLES];

void *user_pointer(saddr_t address, u32 size)
{
    const struct { u32 base, size; } known[] = {
        { (u32)stack, sizeof(stack) }, { (u32)&world, sizeof(world) },
        { (u32)deep, sizeof(deep) }, { (u32)tables, sizeof(tables) } };

    for (u32 i = 0; i < ARRAY_SIZE(known); i++)
        if (address - known[i].base <= known[i].size &&
            size <= known[i].size - (address - known[i].base))
            return (void *)address;
    return NULL;
}

static struct region around;            /* the stack's; of no size: none */

struct region *region_find(u32 space, u32 address)
{
    CHECK_EQ(space, NMM_UPS);
    return address - around.base < around.size ? &around : NULL;
}

static saddr_t head;

saddr_t thread_suspended(void)
{
    return head;
}

static struct task_entry task;
static saddr_t esp1;                    /* of the task that runs; 0: none */

struct task_entry *task_running(void)
{
    return esp1 ? &task : NULL;
}

saddr_t task_stack(void)
{
    return esp1;
}

void thread_set_suspended(saddr_t table)
{
    head = table;
}

/* One thread, interrupted in a frame with five words of locals. */
static void start(void)
{
    for (u32 i = 0; i < WORDS; i++)
        stack[i] = 0;
    stack[SAVED + 8] = (u32)&stack[SAVED + 17];         /* its EBP */
    stack[SAVED + 17] = (u32)&stack[FRAME];             /* it goes on */
    stack[SAVED + 18] = 1;
    head = (u32)&world.table;
    world.table.next = 0;
    world.esp = (u32)&stack[FRAME];
    world.interrupted = (u32)&stack[SAVED];
    world.table.first = (u32)&world.esp;
    world.table.stride = sizeof(world);
    world.table.count = 1;
    world.table.offset = 0;
    world.table.registers = 4;
    world.entered = 0;
    world.table.entered = 8;
    esp1 = 0;
    around = (struct region){ .base = (u32)stack };
}

static u32 is_active(void)
{
    return stack_is_active(BASE, SIZE, 0);
}

static void test_interrupted(void)
{
    start();
    CHECK_EQ(is_active(), 0);
    for (u32 i = 0; i < 8; i++) {                       /* PUSHA */
        stack[SAVED + i] = INSIDE;
        CHECK_EQ(is_active(), 1);
        stack[SAVED + i] = 0;
    }
    /* locals; the link and the return address; three arguments */
    for (u32 i = 12; i < 22; i++) {
        const u32 was = stack[SAVED + i];
        stack[SAVED + i] = INSIDE;
        CHECK_EQ(is_active(), 1);
        stack[SAVED + i] = was;
    }
    stack[SAVED + 22] = INSIDE;                         /* an older frame's */
    CHECK_EQ(is_active(), 0);
}

static void test_not_interrupted(void)
{
    start();
    world.interrupted = 0;
    stack[SAVED + 2] = stack[SAVED + 13] = INSIDE;
    CHECK_EQ(is_active(), 0);
}

/* All of the innermost stack frame is looked at, and of a larger one, which is
 * none, five words. */
static void test_large_frame(void)
{
    for (u32 words = 255; words <= 257; words++)
        for (u32 at = 0; at < 258; at++) {
            start();
            memset(deep, 0, 300 * sizeof(*deep));
            deep[8] = (u32)&deep[12 + words - 5];
            deep[12 + at] = INSIDE;
            world.interrupted = (u32)deep;
            CHECK_EQ(is_active(), at < (words > 256 ? 5 : words));
        }
    memset(deep, 0, 300 * sizeof(*deep));
}

/* EBP is whatever the code had in it: some words, and nothing unmapped. */
static void test_no_frame(void)
{
    const u32 ebps[] = { 0, 1, (u32)&stack[2], 0xfffffffc, BASE };

    for (u32 i = 0; i < ARRAY_SIZE(ebps); i++) {
        start();
        stack[SAVED + 8] = ebps[i];
        CHECK_EQ(is_active(), 0);
        stack[SAVED + 12] = INSIDE;
        CHECK_EQ(is_active(), 1);
    }
}

static void test_backtrace(void)
{
    start();
    stack[FRAME] = (u32)&stack[FRAME + 4];
    stack[FRAME + 1] = 1;
    stack[FRAME + 5] = INSIDE;
    CHECK_EQ(is_active(), 1);
    world.esp = 0;                                      /* it runs */
    stack[SAVED] = INSIDE;
    CHECK_EQ(is_active(), 0);
    CHECK_EQ(stack_is_active(BASE, SIZE, (u32)&stack[FRAME]), 1);
    stack[FRAME + 4] = (u32)&stack[FRAME];              /* it turns back */
    stack[FRAME + 5] = 1;
    CHECK_EQ(stack_is_active(BASE, SIZE, (u32)&stack[FRAME]), STACK_OUTSIDE);
}

/* A backtrace of `frames` stack frames, the shortest that there can be. */
static void start_deep(u32 frames)
{
    start();
    world.interrupted = 0;
    for (u32 i = 0; i < frames; i++) {
        deep[i * 2] = (u32)&deep[i * 2 + 2];
        deep[i * 2 + 1] = 1;
    }
    deep[frames * 2 - 2] = 0;
    world.esp = (u32)deep;
}

/* Whatever its length, all of it is looked at, or the answer is no "no". */
static void test_deep_backtrace(void)
{
    const u32 most = DEEP / 2;

    start_deep(60000);
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    deep[60000 * 2 - 1] = INSIDE;
    CHECK_EQ(is_active(), STACK_INSIDE);
    start_deep(most);
    CHECK_EQ(is_active(), STACK_ENDLESS);
    deep[most * 2 - 1] = INSIDE;
    CHECK(is_active() != STACK_OUTSIDE);
    CHECK_EQ(stack_is_active(BASE, SIZE, (u32)deep), STACK_ENDLESS);
}

/* The same long backtrace, for as many threads as a table can claim. */
static void test_many_threads(void)
{
    start_deep(60000);
    world.table.stride = 0;
    world.table.count = 0xffffffff;
    CHECK_EQ(is_active(), STACK_ENDLESS);
    world.esp = 0;
    CHECK_EQ(is_active(), STACK_ENDLESS);
    world.table.count = 5000;
    CHECK_EQ(is_active(), STACK_OUTSIDE);
}

static void link_tables(u32 count, u32 last)
{
    start();
    for (u32 i = 0; i < count; i++)
        tables[i] = (struct table){ .next = (u32)&tables[i + 1] };
    tables[count - 1].next = last;
    head = (u32)tables;
}

static void test_cycles_of_tables(void)
{
    link_tables(60, (u32)&world.table);
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    stack[FRAME + 1] = INSIDE;
    CHECK_EQ(is_active(), STACK_INSIDE);        /* the last counts, too */
    for (u32 i = 1; i < TABLES; i++) {
        link_tables(i, (u32)tables);
        CHECK_EQ(is_active(), STACK_ENDLESS);
    }
}

#define TABLE (BASE + 0x40)              /* what can be called, and its like */
#define NOBODY 0x1234u

static saddr_t instead(const struct graph_node *node, saddr_t word)
{
    CHECK(word - node->base < node->size);
    return word == TABLE ? NOBODY : 0;
}

static void forget_module(saddr_t base, u32 size)
{
    const struct graph_node node = { .base = base, .size = size };

    stack_forget(&node, instead);
}

/* What a thread has at hand to call, anywhere from its stack pointer to its oldest
 * stack frame: the dead one does not answer. Its other words stay. */
static void test_at_hand(void)
{
    static const u32 end = FRAME + 4 + 5;

    for (u32 i = 10; i < WORDS; i++) {
        const int is_link = i == SAVED + 20 || i == FRAME || i == FRAME + 4;
        start();
        world.esp = (u32)&stack[SAVED];
        world.table.offset = 20 * 4;
        stack[SAVED + 20] = (u32)&stack[FRAME];
        stack[FRAME] = (u32)&stack[FRAME + 4];
        stack[SAVED + 21] = stack[FRAME + 1] = stack[FRAME + 5] = 1;
        if (is_link)
            continue;
        stack[i] = TABLE + 4;
        forget_module(BASE, SIZE);
        CHECK(stack[i] == TABLE + 4 || stack[i] == SUSPENDED_CUT);
        stack[i] = TABLE;
        forget_module(BASE, SIZE);
        CHECK_EQ(stack[i], i < SAVED || i >= end ? TABLE :
                 i == SAVED + 21 || i == FRAME + 1 || i == FRAME + 5 ?
                 SUSPENDED_CUT : NOBODY);
    }
}

/* A module is replaced: the same, and what they return to there stays. */
static void test_led(void)
{
    const struct graph_node node = { .base = BASE, .size = SIZE };

    for (u32 i = 10; i < WORDS; i++) {
        start();
        world.esp = (u32)&stack[SAVED];
        world.table.offset = 20 * 4;
        stack[SAVED + 20] = (u32)&stack[FRAME];
        stack[FRAME] = (u32)&stack[FRAME + 4];
        stack[SAVED + 21] = stack[FRAME + 1] = stack[FRAME + 5] = INSIDE;
        if (i == SAVED + 20 || i == FRAME || i == FRAME + 4)
            continue;
        stack[i] = TABLE;
        stack_lead(&node, instead);
        CHECK_EQ(stack[i], i < SAVED || i >= FRAME + 4 + 5 ? TABLE : NOBODY);
        CHECK(i == FRAME + 1 || stack[FRAME + 1] == INSIDE);
        CHECK_EQ(head, (u32)&world.table);
    }
}

/* Of one in ring 3, from where it went there, too. */
static void test_at_hand_in_ring3(void)
{
    start();
    world.interrupted = 0;
    world.esp = (u32)&stack[SAVED];
    stack[SAVED] = 0;
    world.entered = (u32)&stack[FRAME - 1];
    stack[FRAME] = 0;
    stack[FRAME + 1] = 1;
    stack[FRAME - 2] = stack[FRAME + 4] = stack[FRAME + 5] = TABLE;
    forget_module(BASE, SIZE);
    CHECK_EQ(stack[FRAME - 2], NOBODY);
    CHECK_EQ(stack[FRAME + 4], NOBODY);
    CHECK_EQ(stack[FRAME + 5], TABLE);
}

/* Interrupted before its entry has an EBP of its own: what a client's leads to is
 * nobody's backtrace. Nothing there is found, cut or replaced. */
static void test_client_ebp(void)
{
    start();
    world.interrupted = 0;
    world.esp = (u32)&stack[SAVED];
    world.table.offset = 0;
    stack[SAVED] = (u32)&stack[FRAME + 8];      /* the client's */
    stack[SAVED + 1] = 1;
    world.entered = (u32)&stack[FRAME - 1];
    around.size = (FRAME + 4) * 4;
    stack[FRAME] = 0;
    stack[FRAME + 1] = 1;
    stack[FRAME + 8] = 0;
    stack[FRAME + 9] = INSIDE;
    stack[FRAME + 7] = TABLE;
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    forget_module(BASE, SIZE);
    CHECK_EQ(stack[FRAME + 7], TABLE);
    CHECK_EQ(stack[FRAME + 9], INSIDE);
    stack[FRAME + 1] = INSIDE;                  /* where it went to ring 3 */
    CHECK_EQ(is_active(), STACK_INSIDE);
}

/* Of tables 0 to count - 1 those from first to last lie in the module. */
static void forget(u32 count, u32 first, u32 last, u32 behind)
{
    link_tables(count, behind);
    forget_module((saddr_t)&tables[first],
                  (last - first + 1) * (u32)sizeof(*tables));
}

static void test_forget(void)
{
    const u32 end = (u32)&world.table;

    for (u32 first = 0; first < 8; first++)
        for (u32 last = first; last < 8; last++) {
            forget(8, first, last, end);
            const u32 next = last < 7 ? (u32)&tables[last + 1] : end;
            CHECK_EQ(first ? tables[first - 1].next : head, next);
        }
    for (u32 i = 1; i < TABLES; i++) {          /* all of a cycle */
        forget(i, 0, i - 1, (u32)tables);
        CHECK_EQ(head, 0);
    }
    forget(8, 4, 7, (u32)&tables[4]);           /* a cycle behind others */
    CHECK_EQ(tables[3].next, 0);
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    forget(8, 4, 7, (u32)tables);               /* a part of a cycle */
    CHECK_EQ(tables[3].next, (u32)tables);
    CHECK_EQ(is_active(), STACK_ENDLESS);
}

/* What a thread would return to in a module that dies is cut, on the backtrace
 * from where it went to ring 3, too. It will be set back behind the oldest of
 * these: younger frames are not inside anything, older ones are. */
static void test_cut(void)
{
    start();
    world.interrupted = 0;
    for (u32 i = 0; i < 4; i++)
        stack[FRAME + 4 * i] = i < 3 ? (u32)&stack[FRAME + 4 * i + 4] : 0;
    stack[FRAME + 1] = stack[FRAME + 9] = INSIDE;
    stack[FRAME + 5] = BASE + SIZE;             /* an older module's */
    stack[FRAME + 13] = BASE;                   /* where it begins */
    stack[FRAME + 2] = INSIDE;                  /* no return address */
    stack[4] = 0;
    stack[5] = BASE + SIZE - 1;
    world.entered = (u32)stack;
    world.table.offset = 0;
    world.esp = (u32)&stack[FRAME];
    stack[1] = (u32)&stack[4];                  /* its own, in ring 3 */
    stack[2] = INSIDE;
    forget_module(BASE, SIZE);
    CHECK_EQ(stack[FRAME + 1], SUSPENDED_CUT);
    CHECK_EQ(stack[FRAME + 5], BASE + SIZE);
    CHECK_EQ(stack[FRAME + 9], SUSPENDED_CUT);
    CHECK_EQ(stack[FRAME + 13], SUSPENDED_CUT);
    CHECK_EQ(stack[FRAME + 2], INSIDE);
    CHECK_EQ(stack[2], SUSPENDED_CUT);
    CHECK_EQ(stack[5], SUSPENDED_CUT);
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    CHECK_EQ(stack_is_active(BASE + SIZE, SIZE, 0), STACK_OUTSIDE);
    stack[FRAME + 9] = 1;
    CHECK_EQ(stack_is_active(BASE + SIZE, SIZE, 0), STACK_OUTSIDE);
    stack[FRAME + 13] = 1;                      /* only the younger ones */
    CHECK_EQ(stack_is_active(BASE + SIZE, SIZE, 0), STACK_INSIDE);
    stack[FRAME + 13] = SUSPENDED_CUT;          /* and of its registers none */
    world.interrupted = (u32)&stack[SAVED];
    stack[SAVED] = BASE + SIZE;
    CHECK_EQ(stack_is_active(BASE + SIZE, SIZE, 0), STACK_OUTSIDE);
}

/* A thread in ring 3, or the one that asks, interrupted at an entry's first
 * instruction: EBP is the client's, whatever it says. */
static void test_entered(void)
{
    const u32 ebps[] = { 0, 1, (u32)&stack[2], 0xfffffffc, BASE,
                         (u32)&deep[8] };

    for (u32 i = 0; i < ARRAY_SIZE(ebps); i++) {
        start();
        world.interrupted = 0;
        stack[SAVED + 17] = ebps[i];
        stack[FRAME] = (u32)&stack[FRAME + 4];
        stack[FRAME + 1] = 1;
        stack[FRAME + 5] = INSIDE;
        world.esp = (u32)&stack[SAVED + 17];
        CHECK_EQ(is_active(), STACK_OUTSIDE);
        world.entered = (u32)&stack[FRAME - 1];
        CHECK_EQ(is_active(), STACK_INSIDE);
        world.table.entered = 0;                /* a kind that has none */
        CHECK_EQ(is_active(), STACK_OUTSIDE);
        head = 0;
        esp1 = (u32)&stack[FRAME - 1];
        CHECK_EQ(stack_is_active(BASE, SIZE, ebps[i]), STACK_INSIDE);
    }
}

/* What is on the stack of who asks counts in a task, too. */
static void test_own_in_task(void)
{
    for (u32 i = 0; i < 4; i++) {
        start();
        head = 0;
        stack[SAVED] = (u32)&stack[SAVED + 4];
        stack[SAVED + 1] = i & 1 ? INSIDE : 1;
        stack[FRAME + 1] = i & 2 ? INSIDE : 1;
        esp1 = (u32)&stack[FRAME - 1];
        CHECK_EQ(stack_is_active(BASE, SIZE, (u32)&stack[SAVED]),
                 i ? STACK_INSIDE : STACK_OUTSIDE);
    }
}

/* Who waits for the core is inside, by its call or by its backtrace, as long as
 * it waits; the innermost and the outermost alike. */
static void test_askers(void)
{
    for (u32 depth = 0; depth < 3; depth++)
        for (u32 i = 0; i < 2; i++) {
            start();
            head = 0;
            stack[FRAME] = 0;
            stack[FRAME + 1] = INSIDE;
            for (u32 k = 0; k < 3; k++) {
                const u32 me = k == depth;
                asker_set(me && i ? INSIDE : 1,
                          me && !i ? (u32)&stack[FRAME] : 0, 0);
                CHECK_EQ(stack_is_active(BASE, SIZE, 0),
                         k > depth ? STACK_INSIDE : STACK_OUTSIDE);
                asker_wait(0);
            }
            CHECK_EQ(stack_is_active(BASE, SIZE, 0), STACK_INSIDE);
            for (u32 k = 0; k < 3; k++)
                asker_back();
            CHECK_EQ(stack_is_active(BASE, SIZE, 0), STACK_OUTSIDE);
        }
}

/* A concurrency module, in which its table lies: threads that it has suspended do not
 * count, nor where the caller's thread has begun; anything else does. */
static void test_handed_over(void)
{
    const u32 base = (u32)&world, size = sizeof(world), in = base + 4;

    start();
    stack[FRAME] = (u32)&stack[FRAME + 4];
    stack[FRAME + 1] = in;
    stack[FRAME + 4] = 0;
    stack[FRAME + 5] = 1;
    CHECK_EQ(stack_is_active(base, size, 0), 1);
    CHECK_EQ(stack_is_entered(base, size, 0), 0);
    stack[FRAME + 4] = (u32)&stack[FRAME + 8];
    CHECK_EQ(stack_is_entered(base, size, 0), 0);
    stack[FRAME + 4] = 0;
    stack[FRAME + 1] = INSIDE;                          /* another module */
    CHECK_EQ(stack_is_entered(BASE, SIZE, 0), 1);
    world.esp = world.interrupted = 0;
    const u32 ebp = (u32)&stack[FRAME];
    CHECK_EQ(stack_is_entered(BASE, SIZE, ebp), 1);     /* not of its threads */
    stack[FRAME + 1] = in;
    CHECK_EQ(stack_is_active(base, size, ebp), 1);
    CHECK_EQ(stack_is_entered(base, size, ebp), 0);
    stack[FRAME + 4] = (u32)&stack[FRAME + 8];          /* older than that */
    stack[FRAME + 8] = 0;
    CHECK_EQ(stack_is_entered(base, size, ebp), 1);
}

/* A table behind so many others counts; what lies behind that is without end. */
static void test_last_table(void)
{
    enum { MOST = 64 };
    const u32 base = (u32)&world, size = sizeof(world);

    link_tables(MOST - 1, (u32)&world.table);
    CHECK_EQ(is_active(), STACK_OUTSIDE);
    stack[FRAME] = (u32)&stack[FRAME + 4];
    stack[FRAME + 1] = base + 4;
    stack[FRAME + 4] = 0;
    CHECK_EQ(stack_is_active(base, size, 0), STACK_INSIDE);
    CHECK_EQ(stack_is_entered(base, size, 0), STACK_OUTSIDE);
    link_tables(MOST, (u32)&world.table);
    CHECK_EQ(is_active(), STACK_ENDLESS);
    forget(MOST + 1, MOST, MOST, 0);
    CHECK_EQ(tables[MOST - 1].next, 0);
}

int main(void)
{
    test_last_table();
    test_askers();
    test_entered();
    test_own_in_task();
    test_cut();
    test_deep_backtrace();
    test_many_threads();
    test_cycles_of_tables();
    test_forget();
    test_at_hand();
    test_led();
    test_at_hand_in_ring3();
    test_client_ebp();
    test_interrupted();
    test_not_interrupted();
    test_no_frame();
    test_large_frame();
    test_backtrace();
    test_handed_over();
    return check_done();
}
