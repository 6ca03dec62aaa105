/* SPDX-License-Identifier: MIT */
/*
 * Recovery points: which of them survives a death. All is ring 1's word, so
 * that lists and backtraces are taken to end where they have gone on for long.
 */
#include "recovery.h"

#include "../base/graph.h"
#include "../api/suspended.h"
#include "../ups/runtime.h"
#include "../ups/user.h"
#include "asker.h"
#include "stack.h"
#include "thread.h"
#include "../../nmm/task/task.h"

#define RECORDS_MAX 1024        /* of a list; a cycle of them ends here */
#define STACK_FRAMES_MAX 4096   /* of all backtraces that one search looks at */

static int is_inside(const struct graph_node *node, saddr_t address)
{
    return node && graph_is_part(node, address);
}

/* Of a backtrace the last is not looked at: it returns to the core, or says
 * where a thread has begun, which began there and will not go back. */
static int returns_into(const struct graph_node *node, saddr_t ebp, u32 *left)
{
    while (*left) {
        const saddr_t eip = stack_next(&ebp);
        if (!eip || !ebp)
            return 0;
        if (is_inside(node, eip))
            return 1;
        --*left;
    }
    return 1;
}

/* Of what an owner of a line has interrupted; NULL: it is another record. */
static const struct round *find_round(saddr_t record)
{
    const struct recovery *r = thread_record(record);

    return r && r->eip == RUNTIME(runtime_owner_died)
               ? user_pointer(record, sizeof(struct round)) : NULL;
}

static int has_task(const struct round *round)
{
    const struct task_entry *running = task_running();

    return round->task == ROUND_UNASKED ||
           round->task == (running ? running->selector : 0);
}

/* The thread that was interrupted may be another one than that which dies. */
static int has_lost_task(saddr_t record)
{
    const struct round *round = find_round(record);

    return round && round->task && !has_task(round) &&
           !task_can_resume(round->task);
}

/*
 * Addresses do not tell which is older: threads have stacks anywhere. The
 * list ends at the upcall, which starts it empty.
 */
static saddr_t find(const struct graph_node *culprit, saddr_t at)
{
    u32 left = STACK_FRAMES_MAX;

    for (u32 i = 0; i < RECORDS_MAX; i++) {
        const struct recovery *r = thread_record(at);
        if (!r)
            return 0;
        if (!is_inside(culprit, r->eip) &&
            !returns_into(culprit, r->ebp, &left) && !has_lost_task(at))
            return at;
        at = r->previous;
    }
    return 0;
}

saddr_t recovery_find(const struct graph_node *culprit)
{
    return find(culprit, thread_recovery());
}

/* Its backtrace then leads through the frame in which ring 3 was entered. */
static int is_of_client(const struct recovery *r)
{
    const saddr_t entered = task_running() ? task_stack() + ENTERED_LINK : 0;
    saddr_t ebp = r->ebp;

    for (u32 i = 0; entered && ebp && i < STACK_FRAMES_MAX; i++) {
        if (ebp == entered)
            return 1;
        if (!stack_next(&ebp))
            return 0;
    }
    return 0;
}

/* What an owner of a line has interrupted goes on in the task that it was in. */
struct recovery_task recovery_task(saddr_t record)
{
    const struct recovery *r = thread_record(record);
    const struct round *round = find_round(record);
    struct recovery_task task = { 0 };

    if (round ? has_task(round) : r && is_of_client(r))
        task.selector = RECOVERY_STAYS;
    else if (round)
        task = (struct recovery_task){ round->task, round->stack };
    return task;
}

static void lose(struct asker *a, const struct graph_node *culprit)
{
    a->at = find(culprit, a->is_lost ? a->at : a->head);
    a->is_lost = 1;
    a->task = recovery_task(a->at);
    a->record = a->at ? *thread_record(a->at) : (struct recovery){ 0 };
}

void recovery_lose_askers(const struct graph_node *culprit)
{
    struct asker *a;

    for (u32 i = 0; (a = asker_at(i)); i++) {
        u32 left = STACK_FRAMES_MAX;
        if (a->is_lost || is_inside(culprit, a->caller) ||
            returns_into(culprit, a->ebp, &left))
            lose(a, culprit);
    }
}
