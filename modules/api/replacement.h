/* SPDX-License-Identifier: MIT */
/*
 * Page replacement, interface type "replacement": which frame a paged memory
 * model gives up. The model asks through its own interface "frames", and the
 * policy is a module of its own that can be replaced while clients run.
 * It must not call the model's interface "memory" before it has answered
 * (E_ACTIVE).
 */
#pragma once

#include "../../core/api/types.h"

enum { FRAME_PINNED = 1, FRAME_FREE = 2 };

/* What a paged model lets its policy see: interface type "frames". Frames
 * are numbered 0 to count - 1. */
struct frames {
    u32 (*count)(void);
    /* MAP_ACCESSED | MAP_DIRTY of the pages that map it, FRAME_* above them
     * shifted left by 16. */
    u32 (*bits)(u32 frame);
    /* Clear the accessed bit of the pages that map it. */
    void (*clear_accessed)(u32 frame);
};

#define FRAMES_METHODS "count bits clear_accessed"

struct replacement {
    /* The number of the frame to give up, or E_NOMEM if none can be. */
    int (*victim)(void);
    /* A frame got a new page. */
    void (*placed)(u32 frame);
};

#define REPLACEMENT_METHODS "victim placed"

/* What one policy hands to the next when it is replaced (cm.h): where the
 * clock's hand is. Others keep it. */
#define REPLACEMENT_STATE 0x52504c31

struct replacement_state {
    u32 hand;
};
