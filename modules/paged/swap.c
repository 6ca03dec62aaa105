/* SPDX-License-Identifier: MIT */
/* Where anonymous pages go: an object of the store, of this instance alone,
 * made when the first one goes. */
#include "paged.h"

#include "../../core/lib/format.h"

#define SWAP_PAGES (1u << 18)

static u32 taken[SWAP_PAGES / 32];
static u32 next;                /* where to look first */
static u32 used;                /* bits in it */
static int handle;

int swap_handle(void)
{
    return handle;
}

static int open_swap(void)
{
    char name[STORE_NAME];

    /* While nothing is in it, it may have been another store's. */
    if (handle > 0 && used)
        return E_OK;
    format(name, sizeof(name), "paged.swap.%x", (u32)paged.self);
    handle = store_open(name, SWAP_PAGES);
    return handle < 0 ? handle : E_OK;
}

int swap_place(struct page *page)
{
    int error = open_swap();
    if (error < 0)
        return error;
    for (u32 i = 0; i < ARRAY_SIZE(taken); i++) {
        u32 word = (next + i) % ARRAY_SIZE(taken);

        if (!~taken[word])
            continue;
        u32 bit = (u32)__builtin_ctz(~taken[word]);
        taken[word] |= 1u << bit;
        used++;
        next = word;
        page->place = word * 32 + bit + 1;
        return E_OK;
    }
    return E_FULL;
}

void swap_release(struct page *page)
{
    const u32 place = page->place - 1;

    if (!page->place)
        return;
    taken[place / 32] &= ~(1u << place % 32);
    used--;
    page->place = 0;
}

void swap_destroy(void)
{
    if (handle > 0)
        store_remove(handle);
    handle = 0;
}
