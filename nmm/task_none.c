/* SPDX-License-Identifier: MIT */
/* No tasks yet: task.c replaces this. */
#include "task.h"

__attribute__((weak)) struct task_entry *task_current;

__attribute__((weak)) struct task_entry *task_running(void)
{
    return task_current;
}
