/* SPDX-License-Identifier: MIT */
/*
 * Where the memory of an area comes from, when a space is built by a
 * description. An area is the space's own, or another lends it, or it is a
 * named object: taken in that order, no object is made in vain.
 */
#pragma once

#include "../space/area.h"
#include "backing.h"

#define SOURCE_ACCESS (ACCESS_READ | ACCESS_WRITE)      /* what is lent */

/* A model's: the backing that the space has at that address; 0: it is none. */
u32 model_memory_at(struct space_head *space, u32 address);

/* put() for each area i, in that order, until it fails. E_FULL, E_QUOTA: the
 * objects are together more than there can be. */
int source_take(struct space_head *space,
                const struct description *description,
                int (*put)(struct space_head *space,
                           const struct description *description, u32 i));
/* Not the space's own. */
int source_is_other(const struct area *area);
/* The object of area i: held, or made with `size` bytes. Its number; what
 * backing_find() and backing_open() say, and E_NOT_APPLICABLE: not from its
 * begin on, or, if that is wanted, not all of it. */
int source_object(struct space_head *space,
                  const struct description *description, u32 i, u32 size,
                  int is_whole);
/* All is there: the objects have their names, and the space knows them; what
 * it borrows of others', it cannot attach with more. */
void source_known(struct space_head *space,
                  const struct description *description);
