/* SPDX-License-Identifier: MIT */
/*
 * The ring of pages that have a clear frame, for fault.S to take. Position i
 * is at slot i, which goes on mapping the frame until the position is filled
 * again: so nobody else could take it, and write to it, meanwhile.
 *
 * Filled here, behind the head and under the lock; the head and the count
 * are moved by XADD, so that a fault on any thread may come in between.
 */
#include "paged.h"

#include "../../../core/lib/string.h"

struct page *ring_pages[RING];
volatile u32 ring_head;         /* the next to be taken */
volatile int ring_available;
volatile u32 ring_faults;

static u32 ring_frames[RING];   /* numbers: what the policy is told later */
static u32 reported;            /* up to here they are in the log */

u32 ring_count(void)
{
    return ring_available > 0 ? (u32)ring_available : 0;
}


struct page *ring_pop(void)
{
    if (__atomic_fetch_sub(&ring_available, 1, __ATOMIC_RELAXED) <= 0) {
        __atomic_fetch_add(&ring_available, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    return ring_pages[__atomic_fetch_add(&ring_head, 1, __ATOMIC_RELAXED)
                      % RING];
}

/* What fault.S has taken since. */
static void note_ring(void)
{
    for (; reported != ring_head; reported++)
        placed_note(ring_frames[reported % RING]);
}

void ring_note(u32 frame)
{
    note_ring();
    placed_note(frame);
}

void ring_report(void)
{
    note_ring();
    placed_report();
}

static int may_fill(void)
{
    return ring_count() < RING && paged.free > 0 &&
           paged.pages_left > SPACES * SURE_PAGES &&
           (!paged.limit || paged.resident < paged.limit);
}

static int fill_one(void)
{
    const u32 position = (ring_head + ring_count()) % RING;
    struct page *page = page_create();

    if (page == NULL)
        return 0;
    int number = frame_obtain();
    if (number < 0) {
        page_drop_unused(page);
        return 0;
    }
    slot_release((u32)number);
    void *at = slot_take((u32)number, position);
    if (at == NULL) {
        frame_release((u32)number);
        page_drop_unused(page);
        return 0;
    }
    page_clear(at);
    frame_use((u32)number, page);
    page->refs = 1;
    ring_pages[position] = page;
    ring_frames[position] = (u32)number;
    __atomic_fetch_add(&ring_available, 1, __ATOMIC_RELAXED);
    return 1;
}

void ring_fill(void)
{
    note_ring();
    frames_retry();
    while (may_fill() && fill_one())
        ;
}

void ring_drain(void)
{
    struct page *page;

    while ((page = ring_pop()) != NULL)
        frame_release((u32)page_forget_frame(page));
    note_ring();
}

/* From fault.S: it has a frame, but not its place. */
void ring_return(struct page *page)
{
    model_lock();
    frame_release((u32)page_forget_frame(page));
    model_unlock();
}
