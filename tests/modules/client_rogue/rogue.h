/* SPDX-License-Identifier: MIT */
/* What "client_rogue" does, by number; tests/lua/rogue.lua has the same. */
#pragma once

#define ROGUE_OK        42      /* it has come back, and nothing was amiss */

/* ORDER tests/lua/rogue.lua */
#define ROGUE_PRODUCT   0       /* calls with every pair of odd arguments */
#define ROGUE_SLOT      1       /* the gate with EAX = slot(argument) */
#define ROGUE_STACK     2       /* the gate with ESP = stack(argument) */
#define ROGUE_FAULT     3       /* vector(argument) */
#define ROGUE_VISIT     4       /* enters the stub for visits by itself */
#define ROGUE_AREA      5       /* takes its own memory for visits away */
#define ROGUE_ASK       6       /* has its server do `argument` */
#define ROGUE_BYTES     0x800000u       /* ... with bytes, there and back */
#define ROGUE_FPU       7       /* what a call leaves in the x87 registers */
#define ROGUE_EXIT      8       /* exit(argument) */
#define ROGUE_OVERFLOW  9       /* its stack has no end */
#define ROGUE_RESULT    10      /* says that it has replied with 2 GiB */
#define ROGUE_SECRET    11      /* leaves something in the x87 registers */
#define ROGUE_NOTHING   12
#define ROGUE_YIELD     13
