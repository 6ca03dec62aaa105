/* SPDX-License-Identifier: MIT */
/*
 * Frames that models take from each other (paper 4.3.2). The one that finds
 * a free frame of its list in use asks whoever maps it; that one looks the
 * frame up in its spaces, stores the page, and invalidates its mappings. A
 * model whose clients cannot fault answers that it cannot.
 */
#include "paged.h"

/* 0: nobody maps it any more. */
int lost_reclaim(paddr_t frame)
{
    struct frame_info info;
    int error = nmm->frame_status(frame, &info);

    if (error < 0)
        return error;
    if (!info.mappings)
        return E_OWNER;         /* not taken, but not ours to use */
    if (info.mapper == (u32)paged.self)
        return E_BUSY;
    for (u32 i = 0; i < PEERS; i++) {
        error = peer_release(i, frame);
        if (error == E_OK)
            return E_OK;
    }
    return E_BUSY;
}

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

/* A frame that no client has is in the ring, or the module is at it. */
static int release_reserve(paddr_t frame)
{
    struct frame_info info;
    int error = nmm->frame_status(frame, &info);

    if (error < 0)
        return error;
    if (!info.mappings || info.mapper != (u32)paged.self)
        return E_NOTFOUND;
    ring_drain();
    nmm->frame_status(frame, &info);
    return info.mappings ? E_BUSY : E_OK;
}

static int release(paddr_t frame)
{
    struct page *page = page_at(frame);

    if (!slots_valid())
        return E_PAGING;
    if (page == NULL)
        return release_reserve(frame);
    int number = evict_page(page);
    if (number < 0)
        return number;
    paged.lost++;
    frame_release((u32)number);
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
