/* SPDX-License-Identifier: MIT */
/* The pool of frames for tables: a free list. */
#include "pool.h"

#include "../../core/lib/string.h"
#include "../../core/memory/memory.h"

struct link {
    struct link *next;
};

static struct link *list;
static u32 count;
static paddr_t start;           /* of what is not reserved; 0: untouched */


void *pool_reserve(u32 frames)
{
    paddr_t at = start ? start : memory.pool;

    if (frames > (memory.pool_end - at) >> PAGE_SHIFT)
        return NULL;
    start = at + frames * PAGE_SIZE;
    return memset((void *)at, 0, frames * PAGE_SIZE);
}

void pool_init(void)
{
    paddr_t at = memory.pool_end & ~(PAGE_SIZE - 1);

    list = NULL;
    count = 0;
    while (at > start) {
        at -= PAGE_SIZE;
        pool_destroy((void *)at);
    }
    start = 0;
}

void *pool_create(void)
{
    struct link *frame = list;

    if (!frame)
        return NULL;
    list = frame->next;
    count--;
    frame->next = NULL;
    return frame;
}

void pool_destroy(void *frame)
{
    struct link *link = memset(frame, 0, PAGE_SIZE);

    link->next = list;
    list = link;
    count++;
}

u32 pool_count(void)
{
    return count;
}
