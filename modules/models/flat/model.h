/* SPDX-License-Identifier: MIT */
/*
 * flat: one unprotected space, which is the UPS itself. Clients run at ring
 * 1, services are near calls, and what one does to another is done.
 */
#pragma once

#include "sharing/backing.h"
#include "client/client.h"
#include "native/stub.h"
#include "space/extent.h"
#include "space/parts.h"

#define HEAP 262144             /* bytes behind an image, for grow() */
#define FLAT_ACCESS (ACCESS_READ | ACCESS_WRITE | ACCESS_EXECUTE) /* of all */

struct space {
    struct client client;
    u32 image;                  /* region of the program, or 0 */
    u32 data_end, heap_end;     /* grow() */
    struct extents extents;
};

/* space.c */
int space_create(void);
int space_destroy(int space);
int space_load(int space, const char *image);
struct space *space_find(int space);
struct image;
void space_write_stubs(struct space *space, const struct image *image);
/* Its region, as an extent. E_FULL. */
int space_add_image(struct space *space, u32 base, u32 size);

/* map.c */
int map_create(int space, u32 address, u32 size, u32 access, u32 *at);
/* The backing `number`, if it is one (else: that error), where it lies; takes
 * it over, and releases it when it fails. */
int map_add(struct space *space, int number, u32 kind, u32 *at);
void map_drop(struct space *space);     /* all that it has mapped */

/* access.c */
int access_read(int space, u32 address, void *data, u32 size);
int access_write(int space, u32 address, const void *data, u32 size);

/* export.c, import.c */
int export_space(int space, struct description *description, u32 room);
int import_space(int space, const struct description *description);

/* near.S: what stubs jump to, EDX = client */
extern void (*const near_entries[SERVICES])(void);
