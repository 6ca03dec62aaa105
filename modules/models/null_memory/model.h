/* SPDX-License-Identifier: MIT */
/*
 * null_memory: spaces that hold no memory. It is what a new model starts from
 * (../README.md): whatever it gives no meaning to says so and changes nothing.
 */
#pragma once

#include "space/spaces.h"
#include "space/parts.h"

/* A space begins with what all models have of one. */
struct space {
    struct space_head head;
};

/* space.c */
int space_create(void);
int space_destroy(int space);
int space_load(int space, const char *image);
int space_run(int space, u32 argument);

/* map.c */
int map_create(int space, u32 address, u32 size, u32 access, u32 *at);
int map_destroy(int space, u32 address, u32 size);
int map_grow(int space, u32 bytes, u32 *at);
int map_share(int space, u32 address, u32 size, int other, u32 access,
              u32 *at);
int map_attach(int space, const char *name, u32 size, u32 access, u32 *at);

/* access.c */
int access_read(int space, u32 address, void *data, u32 size);
int access_write(int space, u32 address, const void *data, u32 size);
