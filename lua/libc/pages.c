/* SPDX-License-Identifier: MIT */
/*
 * Anonymous memory for musl's malloc, out of regions of the UPS.
 *
 * Small requests share regions of 1 MiB, so that a script's heap adds few
 * regions to the memory map; a large one gets its own. The first page of
 * each region describes it. All memory is given out zeroed.
 */
#include <errno.h>
#include <string.h>

#include "../module/ium.h"
#include "shim.h"

#define CHUNK_PAGES 255         /* beside the first */
#define SHARE_PAGES 64          /* larger requests do not share */

struct chunk {
    struct chunk *next;
    u32 region;                 /* handle */
    u32 pages;                  /* that can be given out */
    u32 used;                   /* that are */
    u8 map[CHUNK_PAGES];        /* of a shared chunk: 1 = used */
};

static struct chunk *chunks;
static u32 limit = 64u << 20, total;

void pages_limit(size_t bytes)
{
    limit = bytes;
}

static struct chunk *chunk_create(u32 pages)
{
    u32 bytes = (pages + 1) * PAGE_SIZE;
    struct region_info info;
    struct chunk *chunk;
    int region;

    if (bytes > limit || total > limit - bytes)
        return NULL;
    region = ium_nmm->create_region(NMM_UPS, 0, bytes, REGION_ANYWHERE, &info);
    if (region < 0)
        return NULL;
    chunk = (struct chunk *)info.base;
    memset(chunk, 0, sizeof(*chunk));
    chunk->region = region;
    chunk->pages = pages;
    chunk->next = chunks;
    chunks = chunk;
    total += bytes;
    return chunk;
}

static void chunk_destroy(struct chunk *chunk)
{
    struct chunk **link = &chunks;
    u32 bytes = (chunk->pages + 1) * PAGE_SIZE;

    while (*link != chunk)
        link = &(*link)->next;
    *link = chunk->next;
    if (ium_nmm->destroy_region(chunk->region) >= 0)
        total -= bytes;
}

/* The first of `pages` free pages in a row, or -1. */
static int chunk_search(const struct chunk *chunk, u32 pages)
{
    u32 run = 0;

    if (chunk->pages != CHUNK_PAGES || chunk->pages - chunk->used < pages)
        return -1;
    for (u32 i = 0; i < CHUNK_PAGES; i++) {
        run = chunk->map[i] ? 0 : run + 1;
        if (run == pages)
            return i + 1 - pages;
    }
    return -1;
}

static void *chunk_take(struct chunk *chunk, u32 first, u32 pages)
{
    if (chunk->pages == CHUNK_PAGES)
        memset(chunk->map + first, 1, pages);
    chunk->used += pages;
    return memset((char *)chunk + (first + 1) * PAGE_SIZE, 0,
                  pages * PAGE_SIZE);
}

void *pages_map(size_t size)
{
    u32 pages = (size >> PAGE_SHIFT) + !!(size & (PAGE_SIZE - 1));
    struct chunk *chunk;

    if (!pages || pages >= limit >> PAGE_SHIFT)
        return NULL;
    if (pages > SHARE_PAGES) {
        pages += pages == CHUNK_PAGES;  /* that size means shared */
        chunk = chunk_create(pages);
        return chunk ? chunk_take(chunk, 0, pages) : NULL;
    }
    for (chunk = chunks; chunk; chunk = chunk->next) {
        int first = chunk_search(chunk, pages);

        if (first >= 0)
            return chunk_take(chunk, first, pages);
    }
    chunk = chunk_create(CHUNK_PAGES);
    return chunk ? chunk_take(chunk, 0, pages) : NULL;
}

int pages_unmap(void *address, size_t size)
{
    u32 pages = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
    struct chunk *chunk = chunks;
    u32 first;

    while (chunk && ((u32)address - (u32)chunk) >> PAGE_SHIFT > chunk->pages)
        chunk = chunk->next;
    if (!chunk)
        return -EINVAL;
    first = (((u32)address - (u32)chunk) >> PAGE_SHIFT) - 1;
    if (chunk->pages == CHUNK_PAGES) {
        memset(chunk->map + first, 0, pages);
        chunk->used -= pages;
    } else {
        chunk->used = 0;
    }
    if (!chunk->used && (chunk->next || chunk != chunks))
        chunk_destroy(chunk);
    return 0;
}
