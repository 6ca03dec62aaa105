/* SPDX-License-Identifier: MIT */
/* The task of #DF. */
#pragma once

/* In that task: a fault that could not be delivered. */
void double_fault(void);
/* Back from there, in the task that it interrupted. */
void double_fault_over(void);
