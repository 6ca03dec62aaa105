/* SPDX-License-Identifier: MIT */
/*
 * Who has opened which I/O ports, and in which I/O bitmap (io_bitmap.h). A
 * port is open by one binding and in one bitmap.
 */
#pragma once

#include "../api/types.h"

/* Room for them, which are none of anybody's until then: an index, or E_RANGE,
 * E_BUSY if one of them is open, E_FULL. */
int ports_take(u32 binding, u32 first, u32 count);
/* They are open in bitmap n from now on; or it is not to be. */
void ports_open(u32 i, u32 n);
void ports_drop(u32 i);
/* Close what was opened so; E_OWNER if it was not. */
int ports_close(u32 binding, u32 first, u32 count);
/* The binding has ended. */
void ports_released(u32 binding);
/* The bitmap belongs to nobody any more. */
void ports_forget(u32 n);
/* CRC over how many ranges are held. */
u32 ports_digest(u32 crc);
