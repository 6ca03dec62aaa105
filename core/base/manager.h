/* SPDX-License-Identifier: MIT */
/*
 * The configuration manager's method table, as the core sees it: an image of
 * the core (image.h). NULL once it has been unloaded.
 */
#pragma once

#include "../api/types.h"

struct manager {
    /* Enter the core's own modules into the graph; 0, or see reason(). */
    int (*start)(void);
    /* Load a module; its init runs on the ring-1 stack that ends there. */
    int (*load)(const char *name, saddr_t stack);
    /* The first method of `interface` of a module: its address, or 0. */
    saddr_t (*find_method)(int module, const char *interface);
    /* A module has died: mark it, unbind it, reclaim what it owned. */
    void (*kill)(u32 module);
    /* Why the last request was refused. */
    const char *(*reason)(void);
};

extern const struct manager *manager;
