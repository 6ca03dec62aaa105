/* SPDX-License-Identifier: MIT */
/*
 * The table of pages. A page is content that clients see. It has mappings,
 * which are places in spaces: the first is noted in the page itself, further
 * ones in a list of references. It may have a frame.
 */
#pragma once

#include "../frame/frame.h"
#include "shadow.h"
#include "space.h"

#define SURE_PAGES 32u          /* that a space is sure of */
#define REFS_MOST 0xffff

enum page_flags {
    PAGE_DIRTY = 1,             /* the store does not have it as it is */
    PAGE_PINNED = 2,            /* in memory, and never evicted */
    PAGE_SHARED = 4,            /* by share(), until one is left: copies share
                                   it, too */
    PAGE_HELD = 8,              /* pinned for a moment */
};

struct page {
    u32 entry;                  /* frame | mapping_flags; 0: not there */
    struct space *space;        /* the first mapping */
    laddr_t address;            /* any byte of it, linear */
    u32 shadow;                 /* index << SHADOW_SHIFT | SHADOW_DEMAND */
    u32 others;                 /* further mappings: a reference; or the
                                      next free page */
    u16 refs;                   /* mappings; 0: free */
    u8 flags;
    u8 object;                  /* slot + 1; 0: anonymous */
    u32 place;                  /* page of the object; else swap slot + 1,
                                      0: has none */
    u32 frame;                  /* its number, if entry */
};

struct reference {
    struct space *space;
    laddr_t address;
    u32 next;                   /* index; 0: the last */
};

/* Entry 0 of both is none. */
struct page_table {
    struct page *at;
    struct reference *references;
    u32 count, reference_count;
    u32 first_free, left;       /* pages: an index; how many are free */
    u32 reference_free, references_left;
};

extern struct page_table pages;

/* Room for `wanted` pages, and those that spaces are sure of. E_NOMEM. */
int page_create_all(u32 wanted);
void page_destroy_all(void);
/* Without mapping or frame; NULL: the table is full. */
struct page *page_create(void);
void page_drop_unused(struct page *page);
/* One more mapping: E_FULL: it has REFS_MOST, or the references are used up. */
int page_add_mapping(struct page *page, struct space *space, u32 number);
/* One less. The last one that is left shares it no more. */
void page_remove_mapping(struct page *page, const struct space *space,
                         u32 number);
/* The page that a shadow's word names, or NULL. */
static inline struct page *page_of(u32 shadow)
{
    return shadow >> SHADOW_SHIFT ? &pages.at[shadow >> SHADOW_SHIFT] : NULL;
}

/* Whether what is written to it there is written for others, too; the page is
 * that of the shadow's word. */
static inline int page_is_shared(const struct page *page, u32 shadow)
{
    return page->refs > 1 && !(shadow & SHADOW_COPY);
}

/* Its content is in that frame from now on. */
static inline void page_put(struct page *page, u32 number)
{
    struct frame *frame = &frames.at[number];

    frame->page = page;
    frame->state = FRAME_IS_USED;
    page->frame = number;
    page->entry = frame->address | MAP_PRESENT | MAP_WRITE | MAP_USER;
    frames.resident++;
}

/* And no more: the frame's number. Of one that is not pinned. */
static inline u32 page_take_out(struct page *page)
{
    page->entry = 0;
    frames.at[page->frame].page = NULL;
    frames.resident--;
    return page->frame;
}

/* One that is in memory stays there. */
static inline void page_pin(struct page *page)
{
    frames.resident -= !(page->flags & PAGE_PINNED);
    page->flags |= PAGE_PINNED;
}

static inline void page_unpin(struct page *page)
{
    frames.resident += page->flags & PAGE_PINNED ? 1 : 0;
    page->flags &= (u8)~PAGE_PINNED;
}
