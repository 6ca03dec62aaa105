/* SPDX-License-Identifier: MIT */
#include "swap.h"

#include "../../../../core/lib/string.h"
#include "stored.h"

#define SWAP_PAGES (1u << 18)
#define SWAP_NAME "paged.swap."

static u32 taken[SWAP_PAGES / 32];
static u32 next;                /* where to look first */
static u32 used;                /* bits in it */
static int handle;

int swap_handle(void)
{
    return handle;
}

/*
 * SWAP_NAME and this module's handle, all its digits, the low ones first: what
 * making and comparing names costs is the same for each handle.
 */
static void name_swap(char *name)
{
    memcpy(name, SWAP_NAME, sizeof(SWAP_NAME) - 1);
    name += sizeof(SWAP_NAME) - 1;
    for (u32 shift = 0; shift < 32; shift += 4)
        *name++ = "0123456789abcdef"[frames.self >> shift & 15];
    *name = 0;
}

static int open_named(u32 count)
{
    char name[STORE_NAME];

    name_swap(name);
    return stored_open(name, count);
}

int swap_open(void)
{
    /* While nothing is in it, it may have been another store's. */
    if (handle > 0 && used)
        return E_OK;
    handle = open_named(SWAP_PAGES);
    return handle < 0 ? handle : E_OK;
}

int swap_place(struct page *page)
{
    int error = swap_open();
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

/* By its name: the handle may have been another store's. */
void swap_destroy(void)
{
    const int last = handle > 0 ? open_named(0) : 0;

    if (last > 0)
        stored_remove(last);
    handle = 0;
}
