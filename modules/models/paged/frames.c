/* SPDX-License-Identifier: MIT */
/*
 * The frames: the model's own, of a REGION_COMMON region, and those of other
 * models that were there before, which it may borrow while they are free.
 * A frame that another model has taken is asked back (lost.c), or left alone.
 */
#include "paged.h"

#include "../../../core/lib/string.h"

static int own, table;

static void add(const struct region_info *info)
{
    for (u32 at = 0; at < info->size; at += PAGE_SIZE)
        paged.frames[paged.frame_count++] = (struct frame){
            .address = info->frame + at, .state = FRAME_IS_FREE };
}

/* The memory map of the UPS, from `*at` on: the next common region. */
static int next_common(u32 *at, struct region_info *info)
{
    while (nmm->query_region(NMM_UPS, *at, info) >= 0) {
        if (info->base + info->size <= *at)
            return 0;
        *at = info->base + info->size;
        if (info->region && info->flags & REGION_COMMON &&
            info->owner != (u32)paged.self)
            return 1;
    }
    return 0;
}

static u32 count_common(void)
{
    struct region_info info;
    u32 at = PAGE_SIZE, pages = 0;

    while (next_common(&at, &info))
        pages += info.size >> PAGE_SHIFT;
    return pages;
}

static int create_own(struct region_info *info)
{
    own = nmm->create_region(NMM_UPS, 0, paged.frames_wanted << PAGE_SHIFT,
                             REGION_FRAMES | REGION_COMMON, info);
    return own < 0 ? own : E_OK;
}

static int create_table(u32 count)
{
    struct region_info info;

    table = nmm->create_region(NMM_UPS, 0, count * sizeof(struct frame),
                               REGION_ANYWHERE, &info);
    if (table < 0)
        return table;
    paged.frames = (struct frame *)info.base;
    memset(paged.frames, 0, count * sizeof(struct frame));
    paged.frame_count = 0;
    return E_OK;
}

int frames_create(void)
{
    struct region_info info;
    u32 at = PAGE_SIZE;

    int error = create_table(paged.frames_wanted + count_common());
    if (error == E_OK)
        error = create_own(&info);
    if (error < 0) {
        frames_destroy();
        return error;
    }
    add(&info);
    while (next_common(&at, &info))
        add(&info);
    frames_sort();
    return E_OK;
}

void frames_destroy(void)
{
    if (own > 0)
        nmm->destroy_region((u32)own);
    if (table > 0)
        nmm->destroy_region((u32)table);
    own = table = 0;
    paged.frame_count = 0;
}

static void push(u32 *list, u32 number, enum frame_state state)
{
    struct frame *frame = &paged.frames[number];

    frame->page = NULL;
    frame->state = (u8)state;
    frame->next = *list;
    *list = number + 1;
    paged.free += state == FRAME_IS_FREE;
}

/* The list of free frames in their order, with those that were lost. */
void frames_sort(void)
{
    paged.frame_free = paged.frame_lost = paged.free = 0;
    for (u32 i = paged.frame_count; i-- > 0; ) {
        u8 state = paged.frames[i].state;

        if (state == FRAME_IS_FREE || state == FRAME_IS_LOST)
            push(&paged.frame_free, i, FRAME_IS_FREE);
    }
}

void frames_retry(void)
{
    if (paged.frame_lost)
        frames_sort();
}

/* Into a slot, from whoever has it; NULL: he keeps it. */
static void *acquire(u32 number)
{
    void *at = slot_map(number);

    if (at != NULL)
        return at;
    paged.lost++;
    if (lost_reclaim(paged.frames[number].address) < 0)
        return NULL;
    return slot_map(number);
}

static int take_free(void)
{
    while (paged.frame_free) {
        u32 number = paged.frame_free - 1;
        struct frame *frame = &paged.frames[number];

        paged.frame_free = frame->next;
        paged.free--;
        frame->state = FRAME_IS_USED;
        if (acquire(number) != NULL)
            return (int)number;
        push(&paged.frame_lost, number, FRAME_IS_LOST);
    }
    return E_NOMEM;
}

int frame_obtain(void)
{
    const int full = paged.limit && paged.resident >= paged.limit;
    int number = full ? E_NOMEM : take_free();

    if (number >= 0)
        return number;
    struct page *page = ring_pop();
    if (page != NULL)
        return page_forget_frame(page);
    return evict_some();
}

void frame_release(u32 number)
{
    slot_release(number);
    push(&paged.frame_free, number, FRAME_IS_FREE);
}

void frame_use(u32 number, struct page *page)
{
    paged.frames[number].page = page;
    paged.frames[number].state = FRAME_IS_USED;
    page->frame = number;
    page->entry = paged.frames[number].address |
                  MAP_PRESENT | MAP_WRITE | MAP_USER;
    if (!(page->flags & PAGE_PINNED))
        paged.resident++;
}
