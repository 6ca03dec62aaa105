/* SPDX-License-Identifier: MIT */
/* Page tables walked, for a frame or for all of them. */
#pragma once

#include "../page/frame.h"
#include "../space/space.h"

/* The first page of the space that maps the frame and not itself, or
 * PHYS_NOT_MAPPED. */
u32 reverse_scan(const struct space *space, paddr_t frame);

/* Every present entry that does not map itself. */
void reverse_each(void (*visit)(const struct space *space, laddr_t page,
                                struct frame *frame));
