/* SPDX-License-Identifier: MIT */
/*
 * What each policy of page replacement has: the state that it hands to the
 * next, and which frames no policy may choose.
 */
#pragma once

#include "../../api/deimos.h"
#include "../../api/replacement.h"

/* Of the bits of a frame (struct frames): it is no victim. */
#define HAND_SKIPPED ((FRAME_PINNED | FRAME_FREE) << 16)

/* The clock's hand. Others keep it for the next clock. */
extern struct replacement_state hand_state;

int hand_export(struct module_state *out);
/* E_INVALID: it is no policy's. */
int hand_import(const struct module_state *in);
