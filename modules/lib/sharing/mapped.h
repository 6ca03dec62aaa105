/* SPDX-License-Identifier: MIT */
/* The methods unmap() and grow() of models that keep what is mapped in
 * extents. */
#pragma once

#include "lender.h"

/* A model's: the extent goes, with what is behind it. */
void model_unmap(struct space_head *space, struct extent *e);
/* A model's: what grow() means for that space. */
int model_grow(struct space_head *space, u32 bytes, u32 *at);

int mapped_unmap(int space, u32 address, u32 size);
/* The same with the lock held, of what is there. */
void mapped_end(struct space_head *space, u32 address, u32 size);
int mapped_grow(int space, u32 bytes, u32 *at);
