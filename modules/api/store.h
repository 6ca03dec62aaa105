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
     * E_NOMEM, E_RANGE (it has fewer pages, or none can have so many),
     * E_INVALID (the name is too long, or ""), E_ADDRESS. */
    int (*open)(const char *name, u32 pages);
    /* How many pages it has. E_HANDLE. */
    int (*pages)(int object);
    /* One page of it to or from `data`, PAGE_SIZE bytes of the UPS (any
     * alignment); 0. E_HANDLE; E_RANGE: it has no such page; E_ADDRESS. */
    int (*read)(int object, u32 page, void *data);
    /* E_NOMEM also: the page has no memory in the store as yet. */
    int (*write)(int object, u32 page, const void *data);
    /* The object is destroyed; 0. E_HANDLE. */
    int (*remove)(int object);
};

#define STORE_METHODS "open pages read write remove"
