/* SPDX-License-Identifier: MIT */
/* What is in the memory of a space, whatever its client may do with it. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "frame/slot.h"
#include "resident/bring.h"
#include "resident/touch.h"

/* Others see it, too, and it may not be written here. */
static int is_lent(u32 shadow)
{
    const struct page *page = page_of(shadow);

    return page && shadow & SHADOW_NO_WRITE &&
           (page->object || page_is_shared(page, shadow));
}

static int check(const struct space *space, u32 address, u32 size, int is_fill)
{
    if (size == 0)
        return E_OK;
    if (!space_is_window(space, address, size))
        return E_ADDRESS;
    for (u32 i = address >> PAGE_SHIFT;
         i <= (address + size - 1) >> PAGE_SHIFT; i++) {
        if (!(space->shadow[i] & SHADOW_USED))
            return E_ADDRESS;
        if (is_fill && is_lent(space->shadow[i]))
            return E_RIGHTS;
    }
    return E_OK;
}

/* What nobody has touched is zeros. */
static int fetch(struct space *space, u32 address, u8 *data, u32 size)
{
    struct page *page = page_of(space->shadow[address >> PAGE_SHIFT]);

    if (!page) {
        memset(data, 0, size);
        return E_OK;
    }
    const int error = bring_page(page);
    if (error < 0)
        return error;
    memcpy(data, (u8 *)slot_map(page->frame) + address % PAGE_SIZE, size);
    slot_release(page->frame);
    return E_OK;
}

static int is_zero(const u8 *data, u32 size)
{
    for (u32 i = 0; i < size; i++)
        if (data[i])
            return 0;
    return 1;
}

/* Zeros need no page where there is none. */
static int fill(struct space *space, u32 address, u8 *data, u32 size)
{
    const u32 number = address >> PAGE_SHIFT;

    if (!page_of(space->shadow[number]) && is_zero(data, size))
        return E_OK;
    int error = touch_own(space, number);
    if (error < 0)
        return error;
    struct page *page = page_of(space->shadow[number]);
    error = bring_page(page);
    if (error < 0)
        return error;
    described_fill(&space->client, address,
                   (u8 *)slot_map(page->frame) + address % PAGE_SIZE, data,
                   size);
    page->flags |= PAGE_DIRTY;
    slot_release(page->frame);
    return E_OK;
}

static int each(struct space *space, u32 address, u8 *data, u32 size,
                int (*move)(struct space *, u32, u8 *, u32))
{
    int error = check(space, address, size, move == fill);

    while (size && error == E_OK) {
        const u32 rest = PAGE_SIZE - address % PAGE_SIZE;
        const u32 n = size < rest ? size : rest;

        error = move(space, address, data, n);
        address += n;
        data += n;
        size -= n;
    }
    return error;
}

int content_of(struct space *space, u32 address, void *data, u32 size)
{
    return each(space, address, data, size, fetch);
}

int content_put(struct space *space, u32 address, const void *data, u32 size)
{
    return each(space, address, (u8 *)data, size, fill);
}
