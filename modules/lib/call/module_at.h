/* SPDX-License-Identifier: MIT */
/* Who lives where, by the system graph. */
#pragma once

#include "../../../core/api/types.h"

/* The handle of the module that has that address, alive, if only until its
 * last thread leaves; 0: there is none. */
u32 module_at(const void *address);
/* The image of the module that has that address; size 0: there is none. */
struct module_image {
    saddr_t base;
    u32 size;
};
struct module_image module_image_at(const void *address);
/* Is the module of that handle alive in that sense? */
int module_lives(u32 handle);
