/* SPDX-License-Identifier: MIT */
/*
 * Which suspended tasks can go on. A switch to one whose CS or SS names nothing
 * fails half-way, in a task without a ring: an emulator takes that for ring 0,
 * on a stack that the task has chosen. So its TSS is not present, and who
 * jumps there gets #NP where it is. Nor is that of a task with segments of
 * windows while paging is off. DS to GS that name nothing become null (ring
 * 1's GS: THREAD_DS), as in the core's own ways out.
 */
#pragma once

#include "../../core/api/types.h"

/* To be called when a descriptor has gone that CS or SS can name, or has
 * become one of another type; with paging as it is, or is about to be. */
void task_refresh(u32 paging);
/* The same for a descriptor of the GDT that has gone: nobody holds it in a data
 * register any more, the thread that runs included. */
void task_segment_gone(u16 selector);
