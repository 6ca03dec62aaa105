/* SPDX-License-Identifier: MIT */
/* Global segments: a descriptor, a PSAS, and the memory of both. */
#include "segment.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../page/frame.h"
#include "../page/paging.h"
#include "../page/pool.h"
#include "../region/create.h"
#include "../region/space_end.h"
#include "../space/region.h"
#include "../space/space.h"
#include "ldt.h"
#include "task_state.h"

static u16 selector_of(u32 index, u32 dpl)
{
    return (u16)((SEGMENT_FIRST + index) * 8 + dpl);
}

/* The first free index in the GDT, or SEGMENTS. */
static u32 find_free(void)
{
    u32 index = 0;

    while (index < SEGMENTS && gdt_get(selector_of(index, 0)) != 0)
        index++;
    return index;
}

static int check(u32 size, u32 type, u32 dpl)
{
    if (type > LOCAL_DATA_ONLY || (dpl != 1 && dpl != 3))
        return E_INVALID;
    if (size == 0)
        return E_RANGE;
    if (paging_state)
        return E_PAGING;
    if (find_free() == SEGMENTS || !space_find_free() || hard_fails())
        return E_FULL;
    return pool_count() == 0 || hard_fails() ? E_NOMEM : E_OK;
}

int segment_create(u32 owner, u32 size, u32 type, u32 dpl,
                   struct segment_info *info)
{
    const struct region_request carrier = {
        .owner = owner, .space = NMM_UPS, .size = size,
        .flags = REGION_SEGMENT,
    };
    saddr_t at;
    int error = check(size, type, dpl);
    int region = error < 0 ? error : region_request(&carrier, &at);

    if (region < 0)
        return region;
    struct space *space = space_create_physical(owner, (u32)region);
    space->selector = selector_of(find_free(), dpl);
    *info = (struct segment_info){
        .space = space->handle, .selector = space->selector,
        .base = space->linear, .size = space->map.size, .ups = at };
    gdt_set_segment(space->selector, &(struct segment){
        .base = info->base, .size = info->size, .type = local_type(type),
        .dpl = (u8)dpl, .present = 1 });
    return (int)space->handle;
}

int segment_check_destroy(const struct space *space)
{
    if (frame_count_mappings(space->linear, space->map.size) > 0)
        return E_BUSY;
    return space_check_destroy(space);
}

void segment_destroy(struct space *space)
{
    gdt_clear(space->selector);
    task_segment_gone(space->selector);
    space_destroy(space);
}
