/* SPDX-License-Identifier: MIT */
#include "slot.h"

#define SCRATCH 8
#define SLOTS (RESERVE + SCRATCH)

u32 slot_base;

static int region;
static u32 owner[SLOTS];        /* frame number + 1 */

int slot_create_all(void)
{
    struct region_info info;

    region = nmm->create_region(NMM_UPS, 0, SLOTS * PAGE_SIZE,
                                REGION_SELF_BACKED, &info);
    if (region < 0)
        return region;
    slot_base = info.base;
    return E_OK;
}

void slot_destroy_all(void)
{
    if (region > 0)
        nmm->destroy_region((u32)region);
    region = 0;
}

int slot_are_valid(void)
{
    struct region_info info;

    return nmm->query_region(NMM_UPS, slot_base, &info) > 0 &&
           info.status == REGION_USED;
}

static u32 slot_place(u32 slot)
{
    return slot_base + slot * PAGE_SIZE;
}

void *slot_take(u32 number, u32 slot)
{
    struct frame *frame = &frames.at[number];

    if (nmm->create_page_mapping(NMM_UPS, slot_place(slot),
                                 frame->address | MAP_PRESENT | MAP_WRITE) < 0)
        return NULL;
    /* Whoever was there has left for a space by the fast way. */
    if (owner[slot])
        frames.at[owner[slot] - 1].slot = 0;
    owner[slot] = number + 1;
    frame->slot = (u8)(slot + 1);
    return slot_address(number);
}

void *slot_map(u32 number)
{
    if (frames.at[number].slot)
        return slot_address(number);
    for (u32 slot = RESERVE; slot < SLOTS; slot++)
        if (!owner[slot])
            return slot_take(number, slot);
    return NULL;
}

void slot_release(u32 number)
{
    struct frame *frame = &frames.at[number];

    if (!frame->slot)
        return;
    nmm->invalidate_page_mapping(NMM_UPS, slot_place(frame->slot - 1u));
    owner[frame->slot - 1] = 0;
    frame->slot = 0;
}
