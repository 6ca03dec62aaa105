/* SPDX-License-Identifier: MIT */
/* Ranges of open I/O ports. */
#include "ports.h"

#include "../api/error.h"
#include "../base/hard.h"
#include "io_bitmap.h"

#define RANGES 64

static struct range {
    u32 binding;                    /* 0: free */
    u32 first, count;
    u32 n;                          /* the bitmap */
} ranges[RANGES];

static int overlaps(const struct range *r, u32 first, u32 count)
{
    return r->binding && first < r->first + r->count &&
           r->first < first + count;
}

static int is_valid(u32 first, u32 count)
{
    return count && count <= PORTS && first <= PORTS - count;
}

static struct range *find_free(void)
{
    for (u32 i = 0; i < RANGES; i++)
        if (!ranges[i].binding)
            return &ranges[i];
    return NULL;
}

int ports_check(u32 first, u32 count)
{
    if (!is_valid(first, count))
        return E_RANGE;
    for (u32 i = 0; i < RANGES; i++)
        if (overlaps(&ranges[i], first, count))
            return E_BUSY;
    return find_free() && !hard_fails() ? E_OK : E_FULL;
}

void ports_open(u32 binding, u32 n, u32 first, u32 count)
{
    *find_free() = (struct range){ binding, first, count, n };
    io_bitmap_open(n, first, count);
}

static void close_range(struct range *r)
{
    io_bitmap_close(r->n, r->first, r->count);
    *r = (struct range){ 0 };
}

int ports_close(u32 binding, u32 first, u32 count)
{
    for (u32 i = 0; i < RANGES; i++) {
        struct range *r = &ranges[i];
        if (r->binding == binding && r->first == first &&
            r->count == count) {
            close_range(r);
            return E_OK;
        }
    }
    return E_OWNER;
}

void ports_released(u32 binding)
{
    for (u32 i = 0; i < RANGES; i++)
        if (ranges[i].binding == binding)
            close_range(&ranges[i]);
}

void ports_forget(u32 n)
{
    for (u32 i = 0; i < RANGES; i++)
        if (ranges[i].binding && ranges[i].n == n)
            ranges[i] = (struct range){ 0 };
}
