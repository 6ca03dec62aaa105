/* SPDX-License-Identifier: MIT */
/*
 * What a memory model with pages tells of them, and how it flushes: interface
 * type "pages". Appel and Li's `dirty` is such a question.
 */
#pragma once

#include "../../core/api/types.h"

struct pages {
    /* MAP_* bits of the page around `address` of a space, as they are now.
     * E_HANDLE, E_RANGE; E_NOTFOUND: none is mapped there. */
    int (*attributes)(int space, u32 address);
    /* How protect() flushes from now on (enum flush_strategy); FLUSH_BEST
     * at first. The one before. E_INVALID. */
    int (*strategy)(u32 strategy);
    /*
     * Of the page around `address`, its client has from now on only those of
     * its rights that `open` names (enum memory_access); touching it for
     * another is told to what is bound to `watch` (watch.h), before any trap
     * module. Its rights themselves stay, and what protect() makes of them:
     * services and other modules are not concerned. With PAGES_OPEN it is as
     * ever. E_HANDLE; E_RANGE: the client has nothing there; E_INVALID (open:
     * 0, ACCESS_READ, ACCESS_READ | ACCESS_WRITE, or PAGES_OPEN); E_QUOTA: as
     * many are closed as one space may have. With PAGES_NOW besides, E_ACTIVE
     * if another thread is in the model, in the place of waiting for that.
     */
    int (*close)(int space, u32 address, u32 open);
    /* Where a linear address of the space is, as its client's own. E_HANDLE;
     * E_RANGE: nowhere. */
    int (*address_of)(int space, u32 linear);
};

#define PAGES_METHODS "attributes strategy close address_of"
#define PAGES_OPEN 7u
#define PAGES_NOW  8u
