/* SPDX-License-Identifier: MIT */
/* What a client of "client_walls" does: its argument, by fields. */
#pragma once

#define WALLS_ENTRY(n)  ((n) & 31)              /* of entries.S */
#define WALLS_STACK(n)  ((n) >> 5 & 15)         /* of walls.c */
#define WALLS_FLAGS(n)  ((n) >> 9 & 7)
#define WALLS_DATA(n)   ((n) >> 12 & 3)
#define WALLS_LINK(n)   ((n) >> 14 & 7)
#define WALLS_VIRTUAL(n) ((n) >> 17 & 1)        /* VM may be asked for */

#define WALLS_ENTRIES   19
#define WALLS_SPIN      18      /* for a tick, or for as long as SS is there */
#define WALLS_STACKS    13
#define WALLS_FAR       12      /* SS is a segment that may go */
#define WALLS_FLAG_SETS 8
#define WALLS_OK        42      /* it has come back */

/* Offsets in struct attack. */
#define ATTACK_STACK    0       /* ESP, SS */
#define ATTACK_EBP      8
#define ATTACK_FLAGS    12      /* without TF */
#define ATTACK_EAX      16
#define ATTACK_EBX      20      /* the flags, with TF */
#define ATTACK_ECX      24
#define ATTACK_EDX      28
#define ATTACK_EDI      32      /* the entry */
#define ATTACK_DS       36      /* ds es fs gs */
