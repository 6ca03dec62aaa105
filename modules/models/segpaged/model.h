/* SPDX-License-Identifier: MIT */
/*
 * segpaged: segments over one paged space. All clients have one VSAS; each
 * has a slice of its window, as segments of its own LDT, so that a switch
 * from one to another loads selectors and not CR3. In a slice:
 *
 *      0           nothing: NULL
 *      TEXT        text: CLIENT_CODE ends with it; its pages are read-only
 *                  data, heap                          grow() ->
 *      MAPS        what map(), share() and attach() place
 *                  nothing, one page
 *      TOP - STACK stack
 *
 * CLIENT_DATA and CLIENT_STACK are the slice. All its memory is plain memory
 * of the UPS, mapped once more (share_region): ring 1 copies it there.
 */
#pragma once

#include "sharing/backing.h"
#include "ring3/ring3.h"
#include "space/extent.h"
#include "space/parts.h"

#define SLICE (8u << 20)
#define SLICES 64u
#define TEXT 0x1000u
#define MAPS (SLICE / 2)
#define STACK 32768u
#define MAPS_END (SLICE - STACK - PAGE_SIZE)
#define HEAP 65536u             /* the least that grow() maps at a time */

#define CLOSED 64               /* pages of a space, to its client */

#define ACCESS_MIXED 8u         /* of an extent: ask its pages */

/* A page that is closed (closed.h). */
struct closed {
    u32 page;                   /* an address of the client's */
    u32 access;                 /* the client's rights */
    u32 open;                   /* of those, what the entry has now */
};

struct space {
    struct client client;
    u32 slice;                  /* 1 to SLICES */
    u32 code_end;               /* of CLIENT_CODE */
    u32 data_end, heap_end;     /* grow(); 0: nothing is loaded */
    u32 foreign;                /* eip of a fault at an address elsewhere */
    u32 closed_count;
    struct closed closed[CLOSED];
    struct extents extents;
};

extern u32 model_vsas;          /* handle of the one VSAS */

/* space.c */
struct space *space_find(int space);
int space_create(void);
int space_destroy(int space);
int space_load(int space, const char *image);
/* Where the slice begins. */
laddr_t space_linear(const struct space *space);

/* map.c */
int map_create(int space, u32 address, u32 size, u32 access, u32 *at);
/* What calls into the client need (proxy.h). */
int map_visits(struct space *space, u32 size, u32 *at);

/* place.c: `number`, of backing.h, at [address, + its size); takes it over,
 * and releases it when it fails. */
int place(struct space *space, int number, u32 address, u32 kind, u32 access);
void place_remove(struct space *space, struct extent *e);
void place_remove_all(struct space *space);

/* Segments and a task, for what the fields say. */
int space_describe(struct space *space);

/* access.c */
/* Of pages that are there; the rights are the caller's to check. */
int access_set(struct space *space, u32 address, u32 size, u32 access);
u32 access_of_page(struct space *space, u32 address);
int access_protect(int space, u32 address, u32 size, u32 access);
int access_read(int space, u32 address, void *data, u32 size);
int access_write(int space, u32 address, const void *data, u32 size);

/* export.c, import.c */
int export_space(int space, struct description *description, u32 room);
int import_space(int space, const struct description *description);
