/* SPDX-License-Identifier: MIT */
/* Reverse lookup: from a frame to a page that maps it (paper 4.3.2). */
#pragma once

#include "../core/api/types.h"
#include "space.h"

/* PhysToVirt: the first page, by address, or PHYS_NOT_MAPPED. */
u32 reverse_find(const struct space *space, paddr_t frame);
