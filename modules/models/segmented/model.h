/* SPDX-License-Identifier: MIT */
/*
 * segmented: each client in segments of its own LDT, at ring 3; with paging
 * or without. Two pieces of memory a client:
 *
 *      text    CLIENT_CODE     [0, size of the program's text), execute only
 *      data    CLIENT_STACK    [0, STACK), so that an overflow wraps and is
 *                              beyond the limit
 *              CLIENT_DATA     [0, end): stack, data, heap
 *
 * `data` grows in place up to the size of its region, then it moves: a
 * client's pointers are offsets and stay. What is shared has a segment of its
 * own in each client that it is shared with (far.h).
 */
#pragma once

#include "far.h"
#include "sharing/backing.h"
#include "ring3/ring3.h"
#include "space/extent.h"
#include "space/parts.h"

#define STACK 16384u
#define END_MAX (FAR_ADDRESS - PAGE_SIZE)       /* of CLIENT_DATA */
#define FARS 16
#define FAR_FIRST (CLIENT_GATES + GATES_OF_CLIENT)     /* in the LDT */

/* A segment of shared memory: a backing, or a part of another's data. */
struct far {
    u32 access;                 /* 0: not in use */
    u32 memory;                 /* backing, or 0 */
    int source;                 /* else: the space whose data it is in */
    u32 offset, size;           /* in that */
};

struct space {
    struct client client;
    u32 text, data;             /* backings; 0: nothing is loaded */
    u32 end;                    /* bytes of CLIENT_DATA */
    struct far far[FARS];
};

/* space.c */
struct space *space_find(int space);
int space_create(void);
int space_destroy(int space);
int space_load(int space, const char *image);
/* Memory, cleared, for text and data that end there. */
int space_allocate(struct space *space, u32 text_end, u32 end);
/* Its LDT, segments and task. */
int space_describe(struct space *space, u32 text_end);
/* Back to what create() made; also after an error of these. */
void space_empty(struct space *space);

/* segment.c: the descriptors follow what the structures say */
int segment_set_data(const struct space *space);
u32 segment_text(const struct space *space);    /* bytes of CLIENT_CODE */
u32 segment_memory(const struct far *far);      /* the backing it is in */
u32 segment_selector(u32 far);
int segment_set_far(const struct space *space, u32 far);
/* All segments that lie in its data: it has moved. */
void segment_follow(const struct space *space);

/* map.c */
int map_create(int space, u32 address, u32 size, u32 access, u32 *at);
/* What calls into the client need (proxy.h). */
int map_visits(struct space *space, u32 size, u32 *at);
int map_destroy(int space, u32 address, u32 size);
int map_grow(int space, u32 bytes, u32 *at);

/* share.c */
int share_detach(struct space *space, u32 address, u32 size);
/* Which far segment has the address, if it is there: FARS or more, none. */
u32 share_slot(u32 address);
/* As far segment i, which is free. share_lend(): if its source can lend it. */
int share_put(struct space *space, u32 i, const struct far *far);
int share_lend(struct space *space, u32 i, const struct far *far);
void share_drop(struct space *space);   /* its own, and all in its data */
/* Whether another has any of its data from `offset` on. */
int share_has(const struct space *space, u32 offset);

/* access.c */
int access_read(int space, u32 address, void *data, u32 size);
int access_write(int space, u32 address, const void *data, u32 size);

/* export.c, import.c */
int export_space(int space, struct description *description, u32 room);
int import_space(int space, const struct description *description);
