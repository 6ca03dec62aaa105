/* SPDX-License-Identifier: MIT */
/*
 * A place in a table, by one word: 0, free; a space, whose it is; or below 0, busy: it
 * is changed by the function with that stack frame. So a thread that is no more keeps
 * none. Who has made a place busy says by the word what it is from then on.
 */
#pragma once

#include "../../../core/api/types.h"

#define PLACE_FRAME ((u32)__builtin_frame_address(0))

/* From 0, or from a space: by one of those who try. */
int place_take(volatile int *place, int was, u32 frame);
/* From a thread that is no more, which has left it as it was. */
int place_take_lost(volatile int *place, u32 frame);
