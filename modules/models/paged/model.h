/* SPDX-License-Identifier: MIT */
/*
 * Paged: one VSAS a client, demand zero, a one-level store, copy on write,
 * replacement. README.md has the rooms below, and the way of a fault.
 *
 * Words: a *page* is content that clients see; a *frame* is memory; a
 * *mapping* is where a space has a page; the *shadow* of a space says what it
 * may do with each page of its window.
 *
 * Invariants, whenever the lock is free:
 *  - a page has as many mappings (refs) as shadow entries name it; none: it
 *    is free;
 *  - a page with a frame has its content there, and PAGE_DIRTY or an accessed
 *    mapping's dirty bit tells that the store has not; without a frame, its
 *    content is in the store, or zeros if it has no place there;
 *  - a frame that is free is mapped nowhere; one in the reserve is mapped in the
 *    slots only, and clear, so that no other model can have written to it.
 * fault.S alone works without the lock: it takes pages off the reserve, and
 * claims demand-zero entries by CMPXCHG.
 *
 * Below are the methods of a space, after the handle was looked up and under
 * the lock, file by file from the lowest.
 */
#pragma once

#include "page/space.h"

/* map.c */
/* So many pages hold `size` bytes. */
u32 map_count(u32 size);
/* [address, + size), in pages, inside the window; E_RANGE. */
int map_pages(const struct space *space, u32 address, u32 size, u32 *first,
              u32 *count);
int map_is_used(const struct space *space, u32 first, u32 count);
/* ACCESS_READ, and what else there is; E_INVALID. */
int map_check_access(u32 access);
/* The first page of the highest free stretch, to leave room for grow(); 0:
 * there is none. */
u32 map_place(const struct space *space, u32 count);
int map_create(struct space *space, u32 address, u32 size, u32 access,
               u32 *at);
int map_destroy(struct space *space, u32 address, u32 size);
int map_grow(struct space *space, u32 bytes, u32 *at);

/* share.c */
int share_create(struct space *from, u32 address, u32 size, struct space *to,
                 u32 access, u32 *at);
int share_copy(struct space *from, struct space *to);
/* What an area says that `from` lends. */
int share_area(struct space *from, struct space *to, const struct area *area);

/* attach.c: the method itself, with a lock of its own */
int attach_object(int space, const char *name, u32 size, u32 access, u32 *at);
/* A part of an object, which is to have so many pages at least. */
int attach_area(struct space *space, const struct area *area, u32 least);

/* access.c: between the UPS and the space, with the rights of its client */
int access_read(struct space *space, u32 address, void *data, u32 size);
int access_write(struct space *space, u32 address, const void *data, u32 size);
/* Would it be allowed? */
int access_may_write(const struct space *space, u32 address, u32 size);
/* In memory from now on; size 0: all that it has. */
int access_pin(struct space *space, u32 address, u32 size);

/* content.c: the same, whatever its client may do */
int content_of(struct space *space, u32 address, void *data, u32 size);
int content_put(struct space *space, u32 address, const void *data, u32 size);

/* export.c, import.c */
int export_space(const struct space *space, struct description *description,
                 u32 room);
int import_space(struct space *space, const struct description *description);

/* protect.c, protect.S */
extern struct space *protect_recent;    /* that trapped last; or nobody's */
void protect_forget(void);              /* nobody's */
int protect_pages(struct space *space, u32 address, u32 size, u32 access);
/* The method itself: locked, and the fast way for one page. */
int protect_locked(int space, u32 address, u32 size, u32 access);
int protect_fast(int space, u32 address, u32 size, u32 access);

/* load.c */
int load_program(struct space *space, const char *name);

/* usage.c: adds what the space has. */
void usage_add(const struct space *space, struct memory_usage *usage);

/* space.c */
extern u32 space_window;                /* pages, of each new space */
struct space *space_slot(u32 i);        /* of SPACES; or NULL */
int space_create(void);
int space_destroy(struct space *space);
/* Nothing is mapped in it any more. */
void space_clear(struct space *space);

/* lost.c: the method itself */
int lost_release(paddr_t frame);
