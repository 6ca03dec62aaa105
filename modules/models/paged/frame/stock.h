/* SPDX-License-Identifier: MIT */
/* The stock of free frames. A frame that another model has taken meanwhile is
 * asked back, or left alone. */
#pragma once

#include "frame.h"

/* A free frame, in a slot: its number; E_NOMEM: there is none. */
int stock_take(void);
/* It is free, and in no slot. */
void stock_give(u32 frame);
