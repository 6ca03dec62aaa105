/* SPDX-License-Identifier: MIT */
#include "ring.h"

#include "../frame/slot.h"
#include "../frame/stock.h"
#include "policy.h"

struct page *ring_pages[RING];
volatile u32 ring_head;
volatile int ring_available;
volatile u32 ring_faults;
u32 ring_told;

static u32 ring_frames[RING];   /* numbers: what the policy is told later */

u32 ring_count(void)
{
    return ring_available > 0 ? (u32)ring_available : 0;
}

static struct page *pop(void)
{
    if (ring_available <= 0)
        return NULL;
    if (__atomic_fetch_sub(&ring_available, 1, __ATOMIC_RELAXED) <= 0) {
        __atomic_fetch_add(&ring_available, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    return ring_pages[__atomic_fetch_add(&ring_head, 1, __ATOMIC_RELAXED)
                      % RING];
}

/* The page ends; it was in memory, and had no place. */
static u32 forget(struct page *page)
{
    const u32 frame = page_take_out(page);

    page_drop_unused(page);
    return frame;
}

int ring_take(void)
{
    struct page *page = pop();

    return page ? (int)forget(page) : E_NOMEM;
}

void ring_tell(void)
{
    for (; ring_told != ring_head; ring_told++)
        policy_note(ring_frames[ring_told % RING]);
}

static int may_fill(void)
{
    return ring_count() < RING && frames.free > 0 &&
           pages.left > SPACES * SURE_PAGES && !frame_limit_reached();
}

/* A free frame, clear, in the slot of that position. */
static int obtain(u32 position)
{
    const int number = stock_take();

    if (number < 0)
        return number;
    slot_release((u32)number);
    void *at = slot_take((u32)number, position);
    if (!at) {
        stock_give((u32)number);
        return E_BUSY;
    }
    slot_clear(at);
    return number;
}

static int fill_one(void)
{
    const u32 position = (ring_head + ring_count()) % RING;
    const int number = obtain(position);

    if (number < 0)
        return 0;
    struct page *page = page_create();
    page_put(page, (u32)number);
    page->refs = 1;
    ring_pages[position] = page;
    ring_frames[position] = (u32)number;
    __atomic_fetch_add(&ring_available, 1, __ATOMIC_RELAXED);
    return 1;
}

void ring_fill(void)
{
    ring_note();
    frame_retry();
    while (may_fill() && fill_one())
        ;
}

void ring_drain(void)
{
    struct page *page;

    while ((page = pop()))
        stock_give(forget(page));
    ring_note();
}

void ring_return(struct page *page)
{
    model_lock();
    stock_give(forget(page));
    model_unlock();
}
