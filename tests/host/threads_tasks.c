/* SPDX-License-Identifier: MIT */
/* sources: modules/threads/tasks/tasks.c */
/*
 * The tasks of `tasks`: one a thread, given back once, whatever the NMM says;
 * and whether a switch is one by hardware, between any two threads, at random.
 */
#include "../../core/api/selectors.h"
#include "../../modules/lib/thread/threads.h"

#include <string.h>

#include "check.h"
#include "random.h"

#define COUNT 5u                        /* threads; the first has no task */
#define TOP 0x7000u

void task_resume(void);
void task_switch(struct thread *from, struct thread *to, const u32 *far);
extern const int kind_is_short;

const struct nmm *volatile nmm;
static struct task wanted;
static int answer;
static u32 created, destroyed, last_destroyed;
static u32 processor = NMM_TASK_NONE, switches;
static struct thread table[COUNT], *expected_from, *expected_to;
struct thread *thread_current;

void task_resume(void) { }
int threads_export(struct module_state *s) { return s ? 0 : 1; }
int threads_import(const struct module_state *s) { return s ? 0 : 1; }

void task_switch(struct thread *from, struct thread *to, const u32 *far)
{
    CHECK(from == expected_from && to == expected_to);
    CHECK(!far || far[0] == 0);
    CHECK(!far || far[1] != processor); /* a JMP to the task that is busy */
    switches++;
    if (far)
        processor = far[1];
}

static int create_tss(const struct task *task)
{
    wanted = *task;
    created++;
    return answer;
}

static int destroy_tss(u32 task)
{
    last_destroyed = task;
    destroyed++;
    return 0;
}

static const struct nmm fake = { .create_tss = create_tss,
                                 .destroy_tss = destroy_tss };

/* All of it runs in ring 1's segments, without a stack of its own for that. */
static void test_create(void)
{
    const struct task right = { .space = NMM_UPS, .eip = (u32)task_resume,
        .cs = UPS_CS, .ss = UPS_DS, .ds = UPS_DS, .es = UPS_DS, .esp = TOP };
    struct thread t = { .top = TOP, .task = 99 };

    answer = 0x148;
    CHECK_EQ(kind_create(&t), E_OK);
    CHECK_EQ(t.task, 0x148);
    CHECK(!memcmp(&wanted, &right, sizeof(right)));
    kind_destroy(&t);
    CHECK(destroyed == 1 && last_destroyed == 0x148 && t.task == 0);
    kind_destroy(&t);                   /* its number may be another's now */
    CHECK_EQ(destroyed, 1);
    t.task = 99;
    answer = E_FULL;
    CHECK_EQ(kind_create(&t), E_FULL);
    CHECK_EQ(t.task, 0);
    kind_destroy(&t);
    CHECK(destroyed == 1 && created == 2);
}

/* Who has a context runs without a task, and so does who has none. */
static u32 task_of(const struct thread *t)
{
    return t->context || t == table ? NMM_TASK_NONE : t->task;
}

static void test_switch(void)
{
    struct thread *from = &table[random_below(COUNT)];
    struct thread *to = &table[random_below(COUNT)];
    const u32 before = switches;

    expected_from = from;
    expected_to = thread_current = to;
    kind_switch(from, to);
    CHECK_EQ(processor, task_of(to));
    CHECK_EQ(switches, before + 1);
}

/* The thread that runs gets a context, or loses one: with one it must not be
 * in its task; without one it stays where it is until the next switch. */
static void test_context(void)
{
    struct thread *t = &table[1 + random_below(COUNT - 1)];

    expected_from = expected_to = thread_current = t;
    if (processor != task_of(t))
        kind_switch(t, t);
    const u32 before = switches, task = processor;
    t->context = random_below(2) * 0x60;
    kind_context(t);
    CHECK_EQ(switches, before + (t->context && task != NMM_TASK_NONE));
    CHECK_EQ(processor, t->context ? NMM_TASK_NONE : task);
}

/* Whoever runs goes on in the core's own task. */
static void test_leave(void)
{
    const u32 before = switches, task = processor;

    expected_from = expected_to = thread_current;
    kind_leave();
    CHECK_EQ(processor, NMM_TASK_NONE);
    CHECK_EQ(switches, before + (task != NMM_TASK_NONE));
}

int main(void)
{
    nmm = &fake;
    CHECK_EQ(kind_is_short, 0);
    test_create();
    for (u32 i = 1; i < COUNT; i++)
        table[i].task = 0x100 + i * 8;
    for (u32 step = 0; step < 5000; step++)
        if (random_below(4))
            test_switch();
        else if (random_below(3))
            test_context();
        else
            test_leave();
    return check_done();
}
