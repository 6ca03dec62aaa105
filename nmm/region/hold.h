/* SPDX-License-Identifier: MIT */
/*
 * Held regions: something that the core knows of lies in them, such as the block of
 * a carried module (core/api/carrier.h). A held region is not destroyed at its
 * owner's request (E_BUSY); when all that the owner had is taken back, it goes.
 */
#pragma once

#include "../nmm.h"

/* The plain region of the UPS that has all these bytes, at least one, and is the
 * owner's: held once more, *handle names it. E_ADDRESS: there is none. */
int region_hold(u32 owner, saddr_t base, u32 size, u32 *handle);
/* Once less. Nothing, if it has gone with its owner. */
void region_unhold(u32 handle);
