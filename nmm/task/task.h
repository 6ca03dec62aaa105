/* SPDX-License-Identifier: MIT */
/*
 * Tasks: what CreateTSS makes. A task is current because TR holds its TSS
 * (hardware switch), or, while TR holds the core's own, because CONTEXT_GATE
 * made it so.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "../../core/base/layout.h"

struct task_entry {
    u32 selector;               /*  0 of its TSS, with RPL; 0: free */
    u32 owner;                  /*  4 module handle */
    u32 space;                  /*  8 handle */
    u32 ldt;                    /* 12 selector, or 0 */
    u32 directory;              /* 16 CR3; 0: the custom VSAS, no paging needed */
    u32 cr3;                    /* 20 what a switch loads; of entry 0
                                   the custom VSAS's, which stays */
    struct task_entry *self;    /* 24 what task_current becomes */
    u16 io_distance;            /* 28 of its I/O bitmap from the core's TSS */
    u16 io_bitmap;              /* 30 which one that is */
};

/* An entry lies at its selector's index modulo TASKS. Entry 0 is never a
 * task: selector 0 finds there what none is. */
extern struct task_entry tasks[TASKS];
extern u32 task_count;                      /* that there are */
extern struct task_entry *task_current;     /* by CONTEXT_GATE; NULL: none */

/* The task that runs; NULL if it is none of these. */
struct task_entry *task_running(void);
/* Its stack of ring 1, from the TSS in TR. */
saddr_t task_stack(void);

/* None is current any more by CONTEXT_GATE, as selector 0 there does. */
void task_leave(void);
/* As CONTEXT_GATE makes a task current; nothing if it cannot. */
void task_resume(u32 selector, saddr_t stack);
/* It can: that task is there, is none to JMP to, and its space is. */
bool task_can_resume(u32 selector);
/* A thread goes on at that stack, which may be of who jumped to the task that
 * runs: then the core's own runs again. `here`: where its stack is, or 0. The
 * task that is abandoned stays busy, so that who jumps there gets #GP. */
void task_leave_for(saddr_t at, saddr_t here);

struct task;

void task_init(void);
/* A live task by the selector of its TSS, or NULL. */
struct task_entry *task_find(u32 selector);
/* CreateTSS: the selector, or an error of nmm.h. */
int task_create(u32 owner, const struct task *task);
/* E_BUSY for the one that runs. */
int task_check_destroy(const struct task_entry *task);
void task_destroy(struct task_entry *task);

/* All tasks of an owner, even the one that runs: then none is current. */
void task_reclaim(u32 owner);
/* The number of an I/O bitmap of the task's own. E_HANDLE; E_OWNER: not that
 * module's; E_INVALID: a thread of ring 1; E_FULL: none is left that it
 * reaches. */
int task_own_io_bitmap(u32 owner, u32 selector);
/* Tasks, of whomever, that would go on inside that module at ring 1. */
u32 task_leads_into(u32 module);
u32 task_digest(u32 crc);
