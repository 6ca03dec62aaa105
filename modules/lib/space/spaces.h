/* SPDX-License-Identifier: MIT */
/*
 * What is known of a space whatever is in it: its handle, whose it is, whether
 * a thread runs in it. A model's own struct begins with struct space_head, or
 * with a struct client, which does.
 */
#pragma once

#include "../../../core/api/types.h"

#define SPACES_MAX 128          /* of one model */

struct space_head {
    int handle;                 /* 0: not in the table */
    u32 owner;                  /* the module that created it, or 0 */
    u32 names;                  /* objects that it has attached (known.h) */
    volatile u32 active;        /* a thread runs in it: its first stack frame */
    volatile u32 visitor;       /* the same of a thread that has called its
                                   program; as a lock (lock.h) */
    u32 module;                 /* its program's, in the graph; 0: none */
};

/* spaces.c: give it a handle: that, or E_FULL. */
int spaces_add(struct space_head *space);
void spaces_remove(struct space_head *space);
/* NULL if there is none of that handle. */
struct space_head *spaces_find(int handle);
/* Which of SPACES_MAX slots it has. */
u32 spaces_index(const struct space_head *space);
/* The one in slot i of SPACES_MAX, or NULL: to visit them all. */
struct space_head *spaces_slot(u32 i);
u32 spaces_count(void);

/*
 * life.c: the methods create() and destroy(). A space whose struct has `size`
 * bytes, cleared; `enter`, if there is one, takes what else it needs, with the
 * lock held and the handle given, or leaves nothing. `leave` empties it, or
 * refuses, and has then changed nothing.
 */
int spaces_create(u32 size, int (*enter)(struct space_head *space));
int spaces_destroy(int handle, int (*leave)(struct space_head *space));

/* active.c: a thread begins to run in it, in the stack frame at that
 * segment-relative address: 1, or 0 if a thread runs in it already. */
int spaces_begin(struct space_head *space, u32 began);
void spaces_end(struct space_head *space);
/* Forget the run, and the visit, of a thread that is lost or was set back by a
 * death. 1: a thread is still in the space. */
int spaces_prune(struct space_head *space);

/* owner.c: it is the module's whose call has led here. */
void spaces_take_owner(struct space_head *space);
/* Where that call returns to. */
u32 spaces_asker(void);
/* Destroy the spaces of modules that have died, gone, or that have no binding
 * to this one any more. To be called without the lock, before create() and
 * where spaces are counted. One that a thread still runs in waits for the next
 * time. */
void spaces_drop_orphans(void);
