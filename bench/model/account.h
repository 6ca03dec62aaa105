/* SPDX-License-Identifier: MIT */
/*
 * What instructions cost, by cause, in clocks. The sum of all parts is their time;
 * `guessed` is how much of each rests on guessed figures.
 */
#pragma once

#include "table.h"

/* ORDER model_part_names in model.c */
enum part {
    PART_BASE,                  /* as if all were in the caches */
    PART_INTERLOCK,             /* an address register that was just written */
    PART_BRANCH,                /* predicted wrong */
    PART_DATA_MISS,
    PART_CODE_MISS,
    PART_DATA_TLB,              /* walks of the page tables for data, */
    PART_CODE_TLB,              /* for instructions */
    PART_ACCESSED,              /* setting accessed and dirty bits */
    PART_STORE,                 /* waiting for a write buffer */
    PART_ALIGNMENT,
    PART_PORT,                  /* waiting for a device's port */
    PART_SYSTEM,                /* gates, far transfers, task switches */
    PART_EXCEPTION,             /* delivery of faults and interrupts */
    PARTS
};

struct account {
    const struct table *table;
    u64 time;                   /* of all instructions before this one */
    u32 spent;                  /* by this one, so far */
    u64 part[PARTS];            /* both, by cause; */
    u64 guessed[PARTS];         /* of these */
};

/* Because something takes as long as that figure says. */
static inline void account_wait(struct account *a, enum part part,
                                enum figure figure, u32 clocks)
{
    a->part[part] += clocks;
    a->spent += clocks;
    if (a->table->certainty[figure] == GUESSED)
        a->guessed[part] += clocks;
}

static inline void account_clocks(struct account *a, enum part part,
                                  enum figure figure, u32 times)
{
    account_wait(a, part, figure, a->table->clocks[figure] * times);
}

static inline void account_add(struct account *a, enum part part,
                               enum figure figure)
{
    account_clocks(a, part, figure, 1);
}

/* When this moment of the instruction is. */
static inline u64 account_now(const struct account *a)
{
    return a->time + a->spent;
}
