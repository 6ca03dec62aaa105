/* SPDX-License-Identifier: MIT */
/*
 * The memory that a caller names: a module that reads or writes it looks first,
 * so that a pointer which leads nowhere is the caller's error and not its own
 * death. Nearly always it is in the image that was found last; an image stays as
 * long as its module is there, which the graph's generation tells.
 */
#pragma once

#include "../../../core/api/graph.h"
#include "../../../nmm/nmm.h"

struct there {
    u32 base, size;             /* the image found last; or nothing */
    u32 generation;             /* of the graph then */
    u32 region;                 /* the image's; 0: not known */
};

extern struct there there_last;
extern struct there there_backed;       /* a self-backed region, likewise */

/* look.c: size is not 0; *last: the region that its end lies in. */
int there_look(const struct nmm *manager, u32 at, u32 size,
               struct region_info *last);
/* In the rarer case. */
int there_ask(const struct nmm *manager, u32 at, u32 size);

/* Where all of it lies; 0: it lies in several, or is not there. */
u32 there_region_ask(const struct nmm *manager, u32 at, u32 size);

int there_ask_now(const struct nmm *manager, u32 at, u32 size);
/* look.c: the text at `name`, copied, as much as there is room for. Its length;
 * room: it has no end so far; E_ADDRESS. */
int there_name(const struct nmm *manager, const char *name, char *to, u32 room);

/* In the page of the stack on which this runs. */
static inline int there_is_near(u32 at, u32 size)
{
    const u32 page = (u32)__builtin_frame_address(0) & ~(PAGE_SIZE - 1);

    return at - page < PAGE_SIZE && size <= PAGE_SIZE - (at - page);
}

/* MEASURED PATH, of each wait. Is all of it memory of the UPS that ring 1 can
 * touch in either state of paging? A self-backed region is none, though paging
 * may be on. */
static inline int is_there(const struct nmm *manager, const volatile void *from,
                           u32 size)
{
    const u32 at = (u32)from - there_last.base;

    if (!size)
        return 1;
    if (at < there_last.size && size <= there_last.size - at &&
        GRAPH_WORD(generation) == there_last.generation)
        return 1;
    return there_ask(manager, (u32)from, size);
}

/* MEASURED PATH. The region in which all of it lies, for copy_bytes(): if that has
 * gone by then, its place may be another's. 0: it lies in several, or in none. */
static inline u32 there_region(const struct nmm *manager, const void *from,
                               u32 size)
{
    const u32 at = (u32)from - there_last.base;

    return at < there_last.size && size <= there_last.size - at &&
           GRAPH_WORD(generation) == there_last.generation && there_last.region ?
           there_last.region : there_region_ask(manager, (u32)from, size);
}

/* MEASURED PATH, of each page to a store and back. Can it be copied now? It may
 * also lie in a self-backed region while paging is on, such as a model has for
 * pages that it looks at. Whether that page is mapped only page tables tell. */
static inline int is_there_now(const struct nmm *manager, const void *from,
                               u32 size)
{
    const u32 at = (u32)from - there_backed.base;

    if (at < there_backed.size && size <= there_backed.size - at &&
        GRAPH_WORD(generation) == there_backed.generation)
        return 1;
    return there_ask_now(manager, (u32)from, size);
}
