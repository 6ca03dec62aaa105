/* SPDX-License-Identifier: MIT */
/* The runtime page of the UPS (runtime.S), by segment-relative address. */
#pragma once

#include "../api/recovery.h"
#include "../base/layout.h"

extern const char runtime_start[], runtime_end[];
extern const char runtime_unbound[], runtime_dead[], runtime_return[];

/* Where owners of lines are served one after the other that have interrupted a
 * client, or ring 1. runtime_owners_next asks by INT for the next of them. ORDER */
extern const char runtime_owners_client[], runtime_owners[];
extern const char runtime_owners_next[];
extern const char runtime_owner_died[], runtime_owners_end[];

/* What that code has on its stack when it asks, which is ring 1's: no word of
 * it is believed. */
struct round {
    struct recovery recovery;   /* callee: to blame for a jump to nowhere */
    u32 served;                 /* owners, bit by bit */
    u32 task;                   /* that was interrupted: its selector; 0: none;
                                   ROUND_UNASKED: nobody has looked yet */
    saddr_t stack;              /* of ring 1, of that task */
};
#define ROUND_UNASKED 0xffffffffu

#define RUNTIME(label) (RUNTIME_BASE + (u32)((label) - runtime_start))

/* Copy the page to its place. */
void runtime_init(void);
