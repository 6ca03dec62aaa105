/* SPDX-License-Identifier: MIT */
#include "frame.h"

#include "../../../../core/lib/string.h"

struct frame_table frames;

static int own, table;          /* regions */

static void add(const struct region_info *info)
{
    for (u32 at = 0; at < info->size; at += PAGE_SIZE)
        frames.at[frames.count++] = (struct frame){
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
            info->owner != frames.self)
            return 1;
    }
    return 0;
}

static u32 count_common(void)
{
    struct region_info info;
    u32 at = PAGE_SIZE, found = 0;

    while (next_common(&at, &info))
        found += info.size >> PAGE_SHIFT;
    return found;
}

static int create_own(u32 wanted, struct region_info *info)
{
    own = nmm->create_region(NMM_UPS, 0, wanted << PAGE_SHIFT,
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
    frames.at = (struct frame *)info.base;
    memset(frames.at, 0, count * sizeof(struct frame));
    frames.count = 0;
    return E_OK;
}

int frame_create_all(u32 wanted)
{
    struct region_info info;
    u32 at = PAGE_SIZE;

    int error = create_table(wanted + count_common());
    if (error == E_OK)
        error = create_own(wanted, &info);
    if (error < 0)
        return error;
    add(&info);
    while (next_common(&at, &info))
        add(&info);
    frame_sort();
    return E_OK;
}

void frame_destroy_all(void)
{
    if (own > 0)
        nmm->destroy_region((u32)own);
    if (table > 0)
        nmm->destroy_region((u32)table);
    own = table = 0;
    frames.count = 0;
}

static void push(u32 *list, u32 number, enum frame_state state)
{
    struct frame *frame = &frames.at[number];

    frame->page = NULL;
    frame->state = (u8)state;
    frame->next = *list;
    *list = number + 1;
    frames.free += state == FRAME_IS_FREE;
}

void frame_give(u32 number)
{
    push(&frames.first_free, number, FRAME_IS_FREE);
}

void frame_lose(u32 number)
{
    push(&frames.first_lost, number, FRAME_IS_LOST);
}

void frame_sort(void)
{
    frames.first_free = frames.first_lost = frames.free = 0;
    for (u32 i = frames.count; i-- > 0; ) {
        u8 state = frames.at[i].state;

        if (state == FRAME_IS_FREE || state == FRAME_IS_LOST)
            frame_give(i);
    }
}

void frame_retry(void)
{
    if (frames.first_lost)
        frame_sort();
}
