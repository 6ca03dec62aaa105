/* SPDX-License-Identifier: MIT */
/* What is in the memory of a slice, whatever its client may do with it. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"

/* In the memory's own place, and how much of `size` is there. */
static u8 *pointer(const struct extent *e, u32 address, u32 *size)
{
    const u32 here = e->base + e->size - address;

    if (*size > here)
        *size = here;
    return (u8 *)backing_at(e->memory)->base + (address - e->base);
}

/* What others have, too, is not filled by who may not write it. */
static int check(struct space *space, u32 address, u32 size, int is_fill)
{
    while (size) {
        const struct extent *e = extent_find(&space->extents, address);
        u32 piece = size;
        if (!e)
            return E_ADDRESS;
        if (is_fill && !(e->most & ACCESS_WRITE) &&
            backing_is_shared(e->memory))
            return E_RIGHTS;
        pointer(e, address, &piece);
        address += piece;
        size -= piece;
    }
    return 0;
}

static int move(struct space *space, u32 address, u8 *data, u32 size,
                int is_fill)
{
    const int error = check(space, address, size, is_fill);

    while (size && error >= 0) {
        u32 piece = size;
        u8 *at = pointer(extent_find(&space->extents, address), address,
                         &piece);
        if (is_fill)
            described_fill(&space->client, address, at, data, piece);
        else
            memcpy(data, at, piece);
        address += piece;
        data += piece;
        size -= piece;
    }
    return error;
}

static int copy(int handle, u32 address, void *data, u32 size, int is_fill)
{
    struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? move(space, address, data, size, is_fill) :
                               E_HANDLE);
}

int content_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    (void)kind;
    return copy(space, address, data, size, 0);
}

int content_fill(int space, u32 kind, u32 address, const void *data, u32 size)
{
    (void)kind;
    return copy(space, address, (void *)data, size, 1);
}
