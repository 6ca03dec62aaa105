/* SPDX-License-Identifier: MIT */
/* Which instruction of a space gets nowhere: each page that it needs takes the
 * frame of another that it needs, too, or others take it meanwhile. Pure. */
#pragma once

#include "../../../../core/api/types.h"

#define STUCK 256u              /* faults; an instruction needs some ten pages */
#define STUCK_PATIENCE 4096u    /* evictions: each thread has one in so many */

/* What faulted. Where it got somewhere, one of these words differs. */
struct instruction {
    const void *thread;         /* the stack of ring 1 */
    u32 eip, edi, esi, ebp, ebx, edx, ecx, eax, esp;
};

/* The one that is looked at, one a space: a thread is looked at until it gets
 * somewhere, or does not fault for STUCK_PATIENCE evictions. Zeros: nobody. */
struct stuck {
    struct instruction at;      /* its words but the first two: from STUCK on */
    u32 times;                  /* it faulted again */
    u32 evictions;              /* of the model, at its last fault */
};

/* It faulted, and another page went. `evictions`: pages that have gone so far.
 * 1: with this fault it has 2 * STUCK times since the first one, the second
 * half with the same registers, and is to end. */
int stuck_note(struct stuck *stuck, const struct instruction *now,
               u32 evictions);
