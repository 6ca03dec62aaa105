/* SPDX-License-Identifier: MIT */
/*
 * Local descriptor tables (CreateLDT): one page of the pool each, named by a
 * system descriptor of DPL 0.
 *
 * Invariants: every descriptor in one has DPL 3. A segment lies within one
 * plain region of the owner's, which counts it and stays (struct region,
 * `segments`), or in the window of `window`, whose `users` count it. All
 * tasks that name the table have the space `task_space`; a window's segments
 * are for tasks of that VSAS only, so that nobody uses them while its pages
 * are not in CR3.
 *
 * A handle is the slot + 1 in the low 16 bits and the slot's use count above
 * them.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "../../core/base/layout.h"
#include "../nmm.h"

#define LDT_LEAST 2
#define LDT_MOST 512                    /* descriptors: one page */

struct ldt {
    u64 *table;                         /* NULL: the slot is free */
    u32 handle;
    u32 owner;                          /* module handle */
    u32 entries;
    u32 window;                         /* VSAS of its window segments */
    u32 segments;                       /* how many those are */
    u32 task_space;                     /* of the tasks that name it */
    u32 tasks;                          /* how many those are */
};

extern struct ldt ldts[LDTS];
extern u32 ldt_windows;                 /* segments of them, in all tables */

void ldt_init(void);

/* A live table by its handle, or NULL. */
struct ldt *ldt_find(u32 handle);
/* Its selector in the GDT. */
u16 ldt_selector(const struct ldt *ldt);
/* The table of a live selector. */
struct ldt *ldt_at(u16 selector);
/* The descriptor that a selector of ring 3 names, or 0. */
u64 ldt_descriptor(const struct ldt *ldt, u32 selector);

/* Its handle, or E_RANGE, E_FULL, E_NOMEM. */
int ldt_create(u32 owner, u32 entries);
/* With all that is in it. Before: no task names it. */
void ldt_destroy(struct ldt *ldt);

/* CreateLocalSegment on a table of the caller's: the selector, or an error
 * of nmm.h. */
int local_create(struct ldt *ldt, const struct local_segment *segment);
/* E_RANGE, E_NOTFOUND. */
int local_destroy(struct ldt *ldt, u32 selector);
/* FS and GS keep what they have cached of an LDT: no longer. */
void local_forget(void);
/* Empty an entry and forget what it lay on. */
void local_clear(struct ldt *ldt, u32 index);

/* The descriptor's type of an enum local_type, but LOCAL_GATE. */
u8 local_type(u32 type);

/* All tables of an owner: destroyed; their gates counted. */
void ldt_reclaim(u32 owner);
u32 ldt_gates(u32 owner);
u32 ldt_digest(u32 crc);
