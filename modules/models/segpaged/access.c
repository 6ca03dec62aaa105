/* SPDX-License-Identifier: MIT */
/*
 * Rights of pages, and copies that keep to them. No right at all is a page
 * for the supervisor. An extent whose pages differ says so; then its pages
 * are asked.
 */
#include "closed.h"

#include "../../../core/lib/string.h"
#include "paging/pages.h"

#define ALWAYS_INLINE inline __attribute__((always_inline))

static u32 access_of_entry(const struct space *space, u32 address)
{
    const int bits = nmm->page_attributes(model_vsas, space_linear(space) +
                                          (address & ~(PAGE_SIZE - 1)), 1, 0,
                                          0, FLUSH_NONE);

    if (bits < 0 || !(bits & MAP_USER))
        return 0;
    return bits & MAP_WRITE ? ACCESS_READ | ACCESS_WRITE : ACCESS_READ;
}

u32 access_of_page(struct space *space, u32 address)
{
    u32 access;

    return space->closed_count && closed_access(space, address, &access) ?
           access : access_of_entry(space, address);
}

/* Of [address, + size), what lies in one extent. */
static u32 piece_of(const struct extent *e, u32 address, u32 size)
{
    const u32 here = e->base + e->size - address;

    return size < here ? size : here;
}

static int check_pages(struct space *space, u32 address, u32 size, u32 access)
{
    while (size) {
        const struct extent *e = extent_find(&space->extents, address);
        if (!e || e->kind == AREA_TEXT)
            return E_RANGE;
        if (access & ~e->most)
            return E_RIGHTS;
        const u32 piece = piece_of(e, address, size);
        address += piece;
        size -= piece;
    }
    return 0;
}

static ALWAYS_INLINE int set(const struct space *space, struct extent *e, u32 address,
               u32 size, u32 access)
{
    const u32 bits = (access ? MAP_USER : 0) |
                     (access & ACCESS_WRITE ? MAP_WRITE : 0);
    const int error = nmm->page_attributes(
        model_vsas, space_linear(space) + address, size >> PAGE_SHIFT,
        (MAP_USER | MAP_WRITE) & ~bits, bits, model_flush);

    if (error < 0)
        return error;
    if (size == e->size)
        e->access = access;
    else if (e->access != access)
        e->access |= ACCESS_MIXED;
    return 0;
}

static ALWAYS_INLINE int set_all(struct space *space, u32 address, u32 size,
                                 u32 access)
{
    int error = 0;

    while (size && error >= 0) {
        struct extent *e = extent_find(&space->extents, address);
        u32 piece = piece_of(e, address, size);
        error = set(space, e, address, piece, access);
        address += piece;
        size -= piece;
    }
    return error;
}

int access_set(struct space *space, u32 address, u32 size, u32 access)
{
    return set_all(space, address, size, access);
}

/* Some of its pages are closed, and stay so. */
static int __attribute__((noinline)) set_closed(struct space *space, u32 address,
                                                u32 size, u32 access)
{
    const int error = access_set(space, address, size, access);

    if (error >= 0)
        closed_protect(space, address, size, access);
    return error;
}

static int protect(struct space *space, u32 address, u32 size, u32 access)
{
    const int error = check_pages(space, address, size, access);

    if (error < 0)
        return error;
    return space->closed_count ? set_closed(space, address, size, access) :
                                 set_all(space, address, size, access);
}

int access_protect(int handle, u32 address, u32 size, u32 access)
{
    struct space *space;
    int error;

    if (access & ~7u)
        return E_INVALID;
    if (access & ACCESS_EXECUTE || access == ACCESS_WRITE)
        return E_NOT_APPLICABLE;
    if (address & (PAGE_SIZE - 1) || !extent_pages(size))
        return E_RANGE;
    error = model_lock();
    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? protect(space, address, extent_pages(size),
                                       access) : E_HANDLE);
}

/* Where the UPS has it, and how far on: *size, as it may be touched. */
static void *pointer(struct space *space, u32 address, u32 *size, u32 access)
{
    const struct extent *e = extent_find(&space->extents, address);
    u32 has;

    if (!e)
        return NULL;
    has = e->access;
    *size = piece_of(e, address, *size);
    if (has & ACCESS_MIXED) {
        const u32 rest = PAGE_SIZE - (address & (PAGE_SIZE - 1));
        has = access_of_page(space, address);
        if (*size > rest)
            *size = rest;
    }
    if (!(has & access))
        return NULL;
    return (void *)(backing_at(e->memory)->base + (address - e->base));
}

static int check_access(struct space *space, u32 address, u32 size, u32 access)
{
    while (size) {
        u32 piece = size;
        if (!pointer(space, address, &piece, access))
            return E_ADDRESS;
        address += piece;
        size -= piece;
    }
    return 0;
}

/* All of it is checked first. */
static int move(struct space *space, u32 address, u8 *data, u32 size,
                u32 access)
{
    const int error = check_access(space, address, size, access);

    if (error < 0)
        return error;
    while (size) {
        u32 piece = size;
        void *at = pointer(space, address, &piece, access);
        if (access == ACCESS_WRITE)
            memcpy(at, data, piece);
        else
            memcpy(data, at, piece);
        address += piece;
        data += piece;
        size -= piece;
    }
    return 0;
}

static int copy(int handle, u32 address, void *data, u32 size, u32 access)
{
    struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? move(space, address, data, size, access) :
                               E_HANDLE);
}

int access_read(int handle, u32 address, void *data, u32 size)
{
    return copy(handle, address, data, size, ACCESS_READ);
}

int access_write(int handle, u32 address, const void *data, u32 size)
{
    return copy(handle, address, (void *)data, size, ACCESS_WRITE);
}

int client_may_write(int handle, u32 address, u32 size)
{
    struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? check_access(space, address, size, ACCESS_WRITE) :
                               E_HANDLE);
}
