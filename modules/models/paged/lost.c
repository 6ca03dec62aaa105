/* SPDX-License-Identifier: MIT */
/*
 * The method release_frame, by which another model takes a frame that this one
 * maps (frame/peer.h is the other side): the frame is looked up in the spaces,
 * its page is stored, and its mappings are invalidated.
 */
#include "model.h"

#include "frame/peer.h"
#include "frame/slot.h"
#include "frame/stock.h"
#include "resident/evict.h"
#include "resident/reserve.h"

/* The page of some space that the frame has now, by reverse lookup. */
static struct page *page_at(paddr_t frame)
{
    for (u32 i = 0; i < SPACES; i++) {
        struct space *space = space_slot(i);
        u32 address = space ? nmm->phys_to_virt(space->vsas, frame)
                            : PHYS_NOT_MAPPED;

        if (!(address & (PAGE_SIZE - 1)))
            return page_of(space->shadow[(address - WINDOW) >> PAGE_SHIFT]);
    }
    return NULL;
}

/* A frame that no client has is in the reserve, or the module is at it. */
static int release_reserve(paddr_t frame)
{
    struct frame_info info;
    int error = nmm->frame_status(frame, &info);

    if (error < 0)
        return error;
    if (!info.mappings || info.mapper != frames.self)
        return E_NOTFOUND;
    reserve_drain();
    nmm->frame_status(frame, &info);
    return info.mappings ? E_BUSY : E_OK;
}

static int release(paddr_t frame)
{
    struct page *page = page_at(frame);

    if (!slot_are_valid())
        return E_PAGING;
    if (!page)
        return release_reserve(frame);
    int number = evict_page(page);
    if (number < 0)
        return number;
    peer_lost++;
    stock_give((u32)number);
    return E_OK;
}

/*
 * It may come while the lock is held: by a model that this one has asked for
 * a frame, on the same thread, or on another that waits for this one.
 */
int lost_release(paddr_t frame)
{
    if (frame % PAGE_SIZE)
        return E_INVALID;
    if (!model_try_lock())
        return E_BUSY;
    return model_leave(release(frame));
}
