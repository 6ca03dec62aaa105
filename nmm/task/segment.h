/* SPDX-License-Identifier: MIT */
/*
 * Global segments: PSASs beside those of boot (CreateGlobalSegment). Their
 * memory is a REGION_SEGMENT region of the UPS, the carrier, in which nothing
 * is mapped; regions of the PSAS, at the same linear addresses, are made of
 * its frames as those of the UPS are.
 */
#pragma once

#include "../nmm.h"

struct space;

/* The space's handle, or an error of nmm.h. */
int segment_create(u32 owner, u32 size, u32 type, u32 dpl,
                   struct segment_info *info);
/* E_BUSY; then: cannot fail. */
int segment_check_destroy(const struct space *space);
void segment_destroy(struct space *space);
