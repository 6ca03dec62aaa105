/* SPDX-License-Identifier: MIT */
/* Shared by exits.c and ways.S: how a way out of ring 0 is taken. */
#pragma once

#define LAUNCH_KEEP 0xffff      /* leave that segment register alone */

#define LAUNCH_FLAGS    0       /* ORDER struct launch */
#define LAUNCH_DS       4
#define LAUNCH_ES       8
#define LAUNCH_FS       12
#define LAUNCH_GS       16
#define LAUNCH_ESP      20
#define LAUNCH_SS       24
#define LAUNCH_AT       28
#define LAUNCH_CS       32
#define LAUNCH_EAX      36
#define LAUNCH_CONTEXT  40

#ifndef __ASSEMBLER__
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
#endif
