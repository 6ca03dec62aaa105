/* SPDX-License-Identifier: MIT */
/*
 * Backing store, interface type "store": named objects of pages, which stay
 * when memory models go. `store_ram` keeps them in memory; it exports its
 * state, so that a store can be replaced at run time. A store must not
 * call the model that asks it before it has answered (E_ACTIVE).
 */
#pragma once

#include "../../core/api/types.h"

#define STORE_NAME 32           /* with its NUL */

struct store {
    /* The object of that name, made with `pages` pages of zeros if there is
     * none; pages 0: only if there is one. Its handle. E_NOTFOUND, E_FULL,
     * E_NOMEM, E_RANGE (it has fewer pages). */
    int (*open)(const char *name, u32 pages);
    int (*pages)(int object);
    /* One page of it to or from `data`, PAGE_SIZE bytes of the UPS (any
     * alignment). E_HANDLE, E_RANGE. */
    int (*read)(int object, u32 page, void *data);
    int (*write)(int object, u32 page, const void *data);
    /* The object is destroyed. */
    int (*remove)(int object);
};

#define STORE_METHODS "open pages read write remove"
