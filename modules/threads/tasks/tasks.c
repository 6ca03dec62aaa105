/* SPDX-License-Identifier: MIT */
/*
 * Concurrency, cooperative, by hardware: each thread has a task of its own
 * (CreateTSS), and a switch is a JMP to its TSS.
 *
 * The first thread runs in the core's own task, where everything runs that
 * has none. So does a thread with a context: its LDT and space are another
 * module's, which only CONTEXT_GATE can give it, and CONTEXT_GATE is for what
 * runs without a task. Between two of these a switch is one of software.
 *
 * Invariant: task_now is the selector in TR.
 */
#include "thread/threads.h"
#include "../../../core/api/selectors.h"

void task_resume(void);                 /* switch.S */
void task_switch(struct thread *from, struct thread *to, const u32 *far);

static u32 task_now = NMM_TASK_NONE;

const int kind_is_short = 0;


int kind_create(struct thread *t)
{
    const int task = nmm->create_tss(&(struct task){
        .space = NMM_UPS, .eip = (u32)task_resume, .cs = UPS_CS,
        .esp = t->top, .ss = UPS_DS, .ds = UPS_DS, .es = UPS_DS });

    t->task = task < 0 ? 0 : (u32)task;
    return task < 0 ? task : E_OK;
}

void kind_destroy(struct thread *t)
{
    if (t->task)
        nmm->destroy_tss(t->task);
    t->task = 0;
}

static void switch_to(struct thread *from, struct thread *to, u32 task)
{
    static u32 far[2];

    if (task == task_now) {
        task_switch(from, to, NULL);
    } else {
        task_now = far[1] = task;
        task_switch(from, to, far);
    }
}

void kind_switch(struct thread *from, struct thread *to)
{
    switch_to(from, to, to->context || !to->task ? NMM_TASK_NONE : to->task);
}

/* Its own may carry on another thread, or none any more. */
void kind_leave(void)
{
    if (task_now != NMM_TASK_NONE)
        switch_to(thread_current, thread_current, NMM_TASK_NONE);
}

/* A context is for what runs without a task. */
void kind_context(struct thread *t)
{
    if (t->context)
        kind_leave();
}

DEIMOS_MODULE("tasks", MODULE_SYSTEM, .export_state = threads_export,
              .import_state = threads_import);
