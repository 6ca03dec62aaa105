/* SPDX-License-Identifier: MIT */
/* How a way out of ring 0 is taken. */
#pragma once

#define LAUNCH_KEEP 0xffff      /* leave that segment register alone */

#include "deimos.h"
#include "core/api/selectors.h"

struct launch {
    u32 flags;                  /* of POPF, just before the way */
    u32 ds, es, fs, gs;         /* or LAUNCH_KEEP */
    u32 esp, ss;                /* its stack */
    u32 at, cs;                 /* a POPF, and the way behind it */
    u32 eax;
    u32 context;                /* no task is current from then on */
};

extern struct launch launch;

/* Goes, and comes back with EFLAGS, or as the owner of a vector: BY_OWNER. */
u32 ways_go(void);
#define BY_OWNER 0x80000000u

void ways_owner(void), ways_owner_error(void);
extern const char ways_back[], ways_table[], ways_end[];
