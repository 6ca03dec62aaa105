/* SPDX-License-Identifier: MIT */
/* sources: core/thread/recovery.c core/thread/thread.c core/thread/asker.c
 *         core/base/graph.c core/lib/crc32.c core/lib/format.c */
/* Which recovery point survives a death: the innermost that neither is in the
 * dead module nor has a frame above it that returns there, whatever cycle 1 has
 * written in its place. */
#include "check.h"

#include <string.h>

#include "../../core/api/suspended.h"
#include "../../core/api/thread_block.h"
#include "../../core/base/graph.h"
#include "../../core/base/layout.h"
#include "../../core/memory/memory.h"
#include "../../core/thread/asker.h"
#include "../../core/thread/recovery.h"
#include "../../core/thread/stack.h"
#include "../../core/thread/thread.h"
#include "../../core/ups/runtime.h"
#include "../../core/ups/user.h"
#include "../../nmm/task/task.h"

#define WORDS 8192
#define BASE 0x100000u                  /* of what may be read */
#define DEAD 0x500000u                  /* the dead module, and another */
#define ALIVE 0x600000u
#define SIZE 0x1000u
#define TASK 0x4001u                    /* selector of the one that runs */

static u32 words[WORDS];                /* a stack, with records */
__asm__(".data\n"
        ".globl runtime_start, runtime_owner_died\n"
        "runtime_start: .skip 8\n"
        "runtime_owner_died: .skip 8\n"
        ".text");
static struct thread_block block;
struct memory memory;
static u32 running, esp1, can_resume;

void *user_pointer(saddr_t address, u32 size)
{
    if ((address - DEAD < SIZE || address - ALIVE < SIZE ||
         address == RUNTIME(runtime_owner_died)) && size == 1)
        return &block;
    if (address < BASE || size > sizeof(words) ||
        address - BASE > sizeof(words) - size)
        return NULL;
    return (u8 *)words + (address - BASE);
}

saddr_t stack_next(saddr_t *ebp)
{
    const u32 *link = *ebp % 4 ? NULL : user_pointer(*ebp, 8);

    if (!*ebp || !link)
        return 0;
    *ebp = link[0] > *ebp ? link[0] : 0;
    return link[1];
}

struct task_entry *task_running(void)
{
    static struct task_entry task = { .selector = TASK };

    return running ? &task : NULL;
}

saddr_t task_stack(void) { return esp1; }
_Bool task_can_resume(u32 selector) { return selector && can_resume; }

static u32 at(u32 index) { return BASE + index * 4; }

/* A record at that word: its code and frame, and the one before it. */
static u32 record(u32 index, u32 eip, u32 ebp, u32 previous)
{
    const struct recovery r = { .previous = previous, .esp = at(4),
                                .ebp = ebp, .eip = eip };

    memcpy(&words[index], &r, sizeof(r));
    return at(index);
}

/* A frame at that word: its link and where it returns to. */
static u32 frame(u32 index, u32 next, u32 eip)
{
    words[index] = next;
    words[index + 1] = eip;
    return at(index);
}

static u32 find(u32 head)
{
    static const struct graph_node dead = { .base = DEAD, .size = SIZE };

    thread_set_recovery(head);
    return recovery_find(&dead);
}

static void test_choice(void)
{
    const u32 last = frame(20, 0, DEAD + 8);    /* where the thread began */
    const u32 into = frame(16, frame(18, last, ALIVE + 4), DEAD + 4);
    const u32 clean = frame(12, last, ALIVE + 4);
    const u32 deep = frame(8, into, ALIVE + 9);
    const u32 alive = record(40, ALIVE, clean, 0);

    CHECK_EQ(find(0), 0);
    CHECK_EQ(find(alive), alive);
    CHECK_EQ(find(record(50, ALIVE + SIZE - 1, 0, 0)), at(50));
    CHECK_EQ(find(record(50, DEAD, clean, alive)), alive);
    CHECK_EQ(find(record(50, DEAD + SIZE - 1, clean, alive)), alive);
    CHECK_EQ(find(record(50, ALIVE, into, alive)), alive);
    CHECK_EQ(find(record(50, ALIVE, deep, alive)), alive);
    CHECK_EQ(find(record(50, ALIVE, into, 0)), 0);
    CHECK_EQ(find(record(50, ALIVE, last, alive)), at(50));
    record(60, DEAD, 0, record(50, DEAD, 0, alive));
    CHECK_EQ(find(at(60)), alive);
}

/* What it carries dies with it: as if the blocks were its own image. */
static void test_carried(void)
{
    struct graph_node *culprit = &graph.nodes[0], *carried = &graph.nodes[1];
    const u32 last = frame(20, 0, ALIVE + 8);
    const u32 into = frame(16, frame(18, last, ALIVE + 4), DEAD + 4);
    const u32 alive = record(40, ALIVE, frame(12, last, ALIVE + 4), 0);

    *culprit = (struct graph_node){ .handle = 1 << 12 | 1, .carries = 1,
                                    .base = 0x700000, .size = SIZE };
    *carried = (struct graph_node){ .handle = 1 << 12 | 2, .base = DEAD,
                                    .size = SIZE, .carrier = 1 << 12 | 1 };
    graph.parts[GRAPH_PART_NODES].live = 2;
    thread_set_recovery(record(50, DEAD + 8, 0, alive));
    CHECK_EQ(recovery_find(culprit), alive);
    thread_set_recovery(record(50, ALIVE, into, alive));
    CHECK_EQ(recovery_find(culprit), alive);
    carried->carrier = 2 << 12 | 1;     /* another's */
    CHECK_EQ(recovery_find(culprit), at(50));
    thread_set_recovery(record(50, DEAD + 8, 0, alive));
    CHECK_EQ(recovery_find(culprit), at(50));
    graph.parts[GRAPH_PART_NODES].live = 0;
}

/* No record: not there, or with code or a stack that is not there. */
static void test_broken(void)
{
    const u32 alive = record(40, ALIVE, 0, 0);

    CHECK_EQ(find(0x10), 0);
    CHECK_EQ(find(BASE + sizeof(words) - 4), 0);
    CHECK_EQ(find(record(50, 0x10, 0, alive)), 0);
    record(50, ALIVE, 0, alive);
    words[51] = 0x10;                   /* esp */
    CHECK_EQ(find(at(50)), 0);
    words[51] = BASE + sizeof(words) - 4;
    CHECK_EQ(find(at(50)), at(50));
    words[51] = BASE + sizeof(words) - 2;
    CHECK_EQ(find(at(50)), 0);
}

/* Lists and backtraces without an end are not believed. */
static void test_endless(void)
{
    const u32 cycle = record(50, DEAD, 0, at(60));

    record(60, DEAD, 0, cycle);
    CHECK_EQ(find(cycle), 0);
    /* 1,500 records of the dead, and one that lives behind them; 700 */
    for (u32 length = 700; length <= 1500; length += 800) {
        u32 list = record(40, ALIVE, 0, 0);
        for (u32 i = 0; i < length; i++)
            list = record(100 + (i % 900) * 8, DEAD, 0, list);
        if (length < 900)
            CHECK_EQ(find(list), at(40));
    }
    /* 4,000 stack frames; and records whose backtraces have 3,000 each */
    u32 backtrace = frame(8000, 0, ALIVE);
    for (u32 i = 0; i < 3900; i++)
        backtrace = frame(7998 - i * 2, backtrace, ALIVE + 4);
    const u32 alive = record(40, ALIVE, 0, 0);
    CHECK_EQ(find(record(50, ALIVE, backtrace, alive)), at(50));
    words[7999 + 2] = 0;
    frame(8000 - 2, frame(8000, 0, 0), DEAD + 4);
    CHECK_EQ(find(record(50, ALIVE, backtrace, alive)), alive);
    record(60, ALIVE, backtrace, record(50, ALIVE, backtrace, alive));
    CHECK_EQ(find(at(60)), 0);          /* too much to look at */
}

/* Does the task that runs stay? Else there is none. */
static int stays(u32 record)
{
    const struct recovery_task task = recovery_task(record);

    CHECK(task.selector == RECOVERY_STAYS || !task.selector);
    return task.selector == RECOVERY_STAYS;
}

static void test_of_client(void)
{
    esp1 = at(30);
    const u32 entered = frame(31, 0, ALIVE);    /* esp1 + ENTERED_LINK */
    const u32 through = frame(12, frame(14, entered, ALIVE), ALIVE);
    const u32 past = frame(12 + 8, 0, ALIVE);

    for (running = 0; running < 2; running++) {
        CHECK_EQ(stays(record(50, ALIVE, through, 0)),
                 (int)running);
        CHECK_EQ(stays(record(50, ALIVE, entered, 0)),
                 (int)running);
        CHECK(!stays(record(50, ALIVE, past, 0)));
        CHECK(!stays(0));
    }
    running = 0;
}

/* What was interrupted by an owner of a line: it goes on in the task that it was
 * in, whichever runs; if that can be, or else it goes on further out. */
static void test_interrupted(void)
{
    const struct graph_node dead = { .base = DEAD, .size = SIZE };
    const u32 outer = record(40, ALIVE, 0, 0);
    const u32 inner = record(50, RUNTIME(runtime_owner_died), 0, outer);
    struct round *round = user_pointer(inner, sizeof(*round));
    static const u32 tasks[] = { ROUND_UNASKED, 0, TASK, TASK + 8 };

    round->stack = 0x77;
    block.recovery = inner;
    for (u32 i = 0; i < 4 * ARRAY_SIZE(tasks); i++) {
        round->task = tasks[i >> 2];
        running = i & 1;
        can_resume = i & 2;
        const u32 now = running ? TASK : 0;
        const int is_there = round->task == now || i < 4;
        const struct recovery_task task = recovery_task(inner);
        CHECK_EQ(task.selector, is_there ? RECOVERY_STAYS : round->task);
        CHECK_EQ(task.stack, is_there ? 0 : 0x77);
        CHECK_EQ(recovery_find(&dead), is_there || !round->task || can_resume
                                           ? inner : outer);
    }
    running = 0;
    round = user_pointer(at(WORDS - 10), 4);    /* no room for all of it */
    CHECK(!stays(record(WORDS - 8, RUNTIME(runtime_owner_died), 0, 0)));
}

/* Who waits for the core and would return into the dead goes on in front of it;
 * who would not is as it was. */
static void test_askers(void)
{
    static const struct graph_node dead = { .base = DEAD, .size = SIZE };
    const u32 last = frame(20, 0, ALIVE + 8);
    const u32 into = frame(16, last, DEAD + 4), clean = frame(12, last, ALIVE);
    const u32 outer = record(40, ALIVE, 0, 0);
    const u32 inner = record(50, DEAD, 0, outer);
    const struct { u32 caller, ebp, head, is_lost, at; } cases[] = {
        { ALIVE, clean, inner, 0, 0 }, { 0, 0, 0, 0, 0 },
        { DEAD + 4, clean, inner, 1, outer }, { ALIVE, into, outer, 1, outer },
        { DEAD + SIZE - 1, 0, 0, 1, 0 }, { DEAD - 1, 0, inner, 0, 0 },
        { ALIVE, into, inner, 1, outer }, { DEAD, 0, inner, 1, outer },
    };

    for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
        asker_set(cases[i].caller, cases[i].ebp, at(3));
        asker_wait(cases[i].head);
        CHECK(!asker_now()->caller && !asker_at(i + 1));
    }
    asker_set(DEAD, into, 0);           /* it does not wait */
    recovery_lose_askers(&dead);
    CHECK(!asker_now()->is_lost);
    for (u32 i = ARRAY_SIZE(cases); i-- > 0;) {
        asker_back();
        const struct asker *a = asker_now();
        CHECK_EQ((u32)a->is_lost, cases[i].is_lost);
        CHECK_EQ(a->at, cases[i].at);
        CHECK_EQ(a->record.eip, a->at ? ALIVE : 0);
        CHECK_EQ(a->esp, at(3));
    }
}

/* One more death, of where it was to go on. */
static void test_lost_twice(void)
{
    const struct graph_node first = { .base = DEAD, .size = SIZE };
    const struct graph_node second = { .base = ALIVE, .size = SIZE / 2 };
    const u32 outer = record(40, ALIVE + SIZE / 2, 0, 0);
    const u32 inner = record(50, ALIVE, 0, outer);

    asker_set(DEAD, 0, 0);
    asker_wait(record(60, DEAD, 0, inner));
    recovery_lose_askers(&first);
    CHECK_EQ(asker_at(0)->at, inner);
    recovery_lose_askers(&second);
    CHECK_EQ(asker_at(0)->at, outer);
    asker_back();
}

static void test_block(void)
{
    memset(&block, 0xaa, sizeof(block));
    thread_init();
    struct thread_block fresh = { .stack = STACK_BASE + STACK_SIZE,
                                  .self = THREAD_BASE };
    CHECK(!memcmp(&block, &fresh, sizeof(block)));
    thread_set_recovery(1);
    thread_set_suspended(2);
    thread_set_upcalls(3);
    fresh.recovery = 1;
    fresh.suspended = 2;
    fresh.upcalls = 3;
    CHECK(!memcmp(&block, &fresh, sizeof(block)));
    CHECK(thread_recovery() == 1 && thread_suspended() == 2);
}

int main(void)
{
    memory.ups = (u32)&block - THREAD_BASE;
    test_block();
    test_choice();
    test_carried();
    test_broken();
    test_endless();
    test_of_client();
    test_interrupted();
    test_askers();
    test_lost_twice();
    return check_done();
}
