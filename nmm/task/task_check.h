/* SPDX-License-Identifier: MIT */
/* Whether a task can be made: CreateTSS's checks. */
#pragma once

#include "../nmm.h"

struct ldt;
struct space;

/*
 * E_OK, or what is wrong. `ldt` and `space` are what the task names, or NULL.
 * What it starts with is of one ring: 1, in the UPS, or 3, in that LDT; or it
 * has neither CS nor SS, and is for CONTEXT_GATE only.
 */
int task_check(u32 owner, const struct task *task, const struct ldt *ldt,
               const struct space *space);
