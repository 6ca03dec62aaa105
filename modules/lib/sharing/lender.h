/* SPDX-License-Identifier: MIT */
/* Memory that several spaces show, in models that keep what is mapped in
 * extents: who else has it, for a description; and taking it by one. */
#pragma once

#include "../space/area.h"
#include "../space/extent.h"
#include "../space/spaces.h"

/* A model's: what the space has mapped. */
struct extents *model_extents(struct space_head *space);

/* What is behind e, from a->part on: into a. */
void lender_tell(struct area *a, const struct extent *e);
/* The backing of `size` bytes that a->from has at a->at, held: its number.
 * E_HANDLE, E_RANGE: it has no such mapping; E_RIGHTS. */
int lender_borrow(const struct area *a, u32 size);
