/* SPDX-License-Identifier: MIT */
/* Copies between the UPS and a space, page by page, through a slot. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "frame/slot.h"
#include "resident/touch.h"

/* The page, resident and in a slot; *at: where. */
static int reach(struct space *space, u32 number, u32 access, u8 **at)
{
    int error = touch(space, number, access);

    if (error < 0)
        return error;
    *at = slot_map(page_of(space->shadow[number])->frame);
    return *at ? E_OK : E_BUSY;
}

static int check(const struct space *space, u32 address, u32 size, u32 access)
{
    if (size == 0)
        return E_OK;
    if (!space_is_window(space, address, size))
        return E_ADDRESS;
    for (u32 i = address >> PAGE_SHIFT;
         i <= (address + size - 1) >> PAGE_SHIFT; i++)
        if (!(space->shadow[i] & access))
            return E_ADDRESS;
    return E_OK;
}

static int each(struct space *space, u32 address, u8 *data, u32 size,
                u32 access)
{
    int error = check(space, address, size, access);

    while (size > 0 && error == E_OK) {
        u32 offset = address % PAGE_SIZE, n = PAGE_SIZE - offset;
        u8 *at;

        n = n < size ? n : size;
        error = reach(space, address >> PAGE_SHIFT, access, &at);
        if (error < 0)
            return error;
        struct page *page = page_of(space->shadow[address >> PAGE_SHIFT]);
        if (access == ACCESS_WRITE) {
            memcpy(at + offset, data, n);
            page->flags |= PAGE_DIRTY;
        } else {
            memcpy(data, at + offset, n);
        }
        slot_release(page->frame);
        address += n;
        data += n;
        size -= n;
    }
    return error;
}

int access_may_write(const struct space *space, u32 address, u32 size)
{
    return check(space, address, size, ACCESS_WRITE);
}

int access_read(struct space *space, u32 address, void *data, u32 size)
{
    return each(space, address, data, size, ACCESS_READ);
}

int access_write(struct space *space, u32 address, const void *data, u32 size)
{
    return each(space, address, (u8 *)data, size, ACCESS_WRITE);
}

static int pin_page(struct space *space, u32 number)
{
    int error = touch(space, number, ACCESS_READ);

    if (error < 0)
        return error;
    page_pin(page_of(space->shadow[number]));
    return E_OK;
}

static int pin_all(struct space *space)
{
    int error = E_OK;

    for (u32 i = 0; i < space->pages && error == E_OK; i++)
        if (space->shadow[i] & SHADOW_READ)
            error = pin_page(space, i);
    return error;
}

int access_pin(struct space *space, u32 address, u32 size)
{
    int error = E_OK;

    if (size == 0)
        return pin_all(space);
    if (!space_is_window(space, address, size))
        return E_RANGE;
    for (u32 i = address >> PAGE_SHIFT;
         i <= (address + size - 1) >> PAGE_SHIFT && error == E_OK; i++)
        error = pin_page(space, i);
    return error;
}
