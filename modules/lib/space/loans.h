/* SPDX-License-Identifier: MIT */
/*
 * What spaces have of others' for as long as a module says (share() with ACCESS_OWN):
 * the one that gave it takes it back by unmap(). If that module dies before, nobody
 * else knows of it: the model takes it back then, as soon as a thread comes back from
 * that death, a client is run, or spaces are looked at for whose they are.
 *
 * Invariant: while the lock is free, each page of a loan, or its far segment, is what
 * that module gave, if the space is there still.
 */
#pragma once

#include "spaces.h"

#define LOANS 128               /* of one model, at a time; half of them for what is
                                   given, not for pieces of that */
#define SPACE_LOANS 16          /* pieces of one space; more are given, not made */

/* Those that there are: who has none is not to wait for what follows. */
extern volatile u32 loans_count;

/*
 * With the lock held: the module whose call has led here is about to give that space
 * so many bytes. *at: where to write their address, before they are there, so that
 * what a thread had given which dies then is known. unmap(): what there is of that is
 * the space's no more, with the lock held. E_FULL: there is no room for a loan more.
 */
int loans_add(const struct space_head *space, u32 size,
              void (*unmap)(struct space_head *space, u32 at, u32 size),
              u32 **at);
/* Instead of that: nothing was given. */
void loans_forget(void);
/* [at, + size) is to be unmapped. E_FULL: what is left would be one loan more,
 * and the space has its share of them, or all have: others could be given nothing. */
int loans_check_cut(const struct space_head *space, u32 at, u32 size);
/* It has been, not before: who dies on the way leaves no page behind. A far segment
 * goes as a whole. */
void loans_cut(const struct space_head *space, u32 at, u32 size);

/* Take back what was given by modules that have died. Without the lock. */
void loans_drop(void);
