/* SPDX-License-Identifier: MIT */
/*
 * Who has opened which I/O ports, and in which I/O bitmap (io_bitmap.h). A
 * port is open by one binding and in one bitmap.
 */
#pragma once

#include "../api/types.h"

/* Could these be opened? E_OK, E_RANGE, E_BUSY if one of them is open, or
 * E_FULL. */
int ports_check(u32 first, u32 count);
/* Open them in bitmap n, for `binding`. Before: ports_check() said E_OK. */
void ports_open(u32 binding, u32 n, u32 first, u32 count);
/* Close what was opened so; E_OWNER if it was not. */
int ports_close(u32 binding, u32 first, u32 count);
/* The binding has ended. */
void ports_released(u32 binding);
/* The bitmap belongs to nobody any more. */
void ports_forget(u32 n);
