/* SPDX-License-Identifier: MIT */
/*
 * The frame table: one entry a page frame of memory, at memory.frames,
 * indexed by frame number, so that "whose is this frame, and is it mapped"
 * is one lookup.
 *
 * A tag is the owner's module handle, shifted as in an empty entry, so that
 * CreatePageMapping compares both with one value. A frame of a REGION_FRAMES
 * region carries its owner's tag. A frame that lies below a self-backed page
 * of the UPS carries an odd one: nobody can take it for a frame to map, and
 * the owner of the page is found here. All others carry 0.
 *
 * A frame of a REGION_COMMON region that another module maps is borrowed: it
 * carries that module's tag as long as a page maps it (common.c).
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "entry.h"

struct frame {
    u32 tag;                    /* 0 see above */
    u32 mappings;               /* 4 entries, of any table, that map it;
                                   and FRAME_COMMON, FRAME_BORROWED */
    union {                     /* 8 for the reverse lookup; reverse.h */
        struct chain_node *chain;
        u32 space;              /* handle, if one page maps it and we know
                                   which; else FRAME_UNKNOWN */
    };
    u32 page;                   /* 12 that page, as address of its space */
};

#define FRAME_UNKNOWN 0xffffffffu


_Static_assert(sizeof(struct frame) == 16, "an entry >> 8 is its offset");

#define FRAME_BORROWED 0x80000000u  /* the sign: the fast path tests that */
#define FRAME_COMMON   0x40000000u
#define FRAME_MAPPINGS 0x3fffffffu

extern struct frame *frame_table;
extern u32 frame_table_bytes;

void frame_init(void);

static inline u32 frame_tag_backing(u32 owner)
{
    return entry_reserve(owner);
}

static inline u32 frame_tag_window(u32 owner)
{
    return entry_reserve(owner) | 1;
}

/*
 * Does memory hold the frame that an entry names? Before: bits 8 to 11 of the
 * entry are clear, so that one shift makes the offset in the table.
 */
static inline bool frame_is_known(u32 entry)
{
    return entry >> 8 < frame_table_bytes;
}

/* Before: the frame exists. */
static inline struct frame *frame_at(paddr_t address)
{
    return &frame_table[address >> PAGE_SHIFT];
}

static inline u32 frame_mappings(const struct frame *frame)
{
    return frame->mappings & FRAME_MAPPINGS;
}

/* Give the frames of a stretch an owner's tag, or none; and FRAME_COMMON, or
 * nothing. */
void frame_set_tags(paddr_t base, u32 size, u32 tag, u32 common);

/* Mappings of all frames of a stretch. */
u32 frame_count_mappings(paddr_t base, u32 size);
