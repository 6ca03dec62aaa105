/* SPDX-License-Identifier: MIT */
#include "reserve.h"

#include "../frame/slot.h"
#include "../frame/stock.h"
#include "policy.h"

struct page *reserve_pages[RESERVE];
volatile u32 reserve_head;
volatile int reserve_available;
volatile u32 reserve_faults;
u32 reserve_told;

static u32 reserve_frames[RESERVE];     /* what the policy is told later */

u32 reserve_count(void)
{
    return reserve_available > 0 ? (u32)reserve_available : 0;
}

static struct page *pop(void)
{
    if (reserve_available <= 0)
        return NULL;
    if (__atomic_fetch_sub(&reserve_available, 1, __ATOMIC_RELAXED) <= 0) {
        __atomic_fetch_add(&reserve_available, 1, __ATOMIC_RELAXED);
        return NULL;
    }
    return reserve_pages[__atomic_fetch_add(&reserve_head, 1, __ATOMIC_RELAXED)
                      % RESERVE];
}

/* The page ends; it was in memory, and had no place. */
static u32 forget(struct page *page)
{
    const u32 frame = page_take_out(page);

    page_drop_unused(page);
    return frame;
}

int reserve_take(void)
{
    struct page *page = pop();

    return page ? (int)forget(page) : E_NOMEM;
}

void reserve_tell(void)
{
    for (; reserve_told != reserve_head; reserve_told++)
        policy_note(reserve_frames[reserve_told % RESERVE]);
}

static int may_fill(void)
{
    return reserve_count() < RESERVE && frames.free > 0 &&
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
    const u32 position = (reserve_head + reserve_count()) % RESERVE;
    const int number = obtain(position);

    if (number < 0)
        return 0;
    struct page *page = page_create();
    page_put(page, (u32)number);
    page->refs = 1;
    reserve_pages[position] = page;
    reserve_frames[position] = (u32)number;
    __atomic_fetch_add(&reserve_available, 1, __ATOMIC_RELAXED);
    return 1;
}

void reserve_fill(void)
{
    reserve_note();
    frame_retry();
    while (may_fill() && fill_one())
        ;
}

void reserve_drain(void)
{
    struct page *page;

    while ((page = pop()))
        stock_give(forget(page));
    reserve_note();
}

void reserve_return(struct page *page)
{
    if (model_lock())
        return;
    stock_give(forget(page));
    model_unlock();
}
