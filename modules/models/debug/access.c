/* SPDX-License-Identifier: MIT */
/*
 * What is watched. Watches may lie over each other. Invariant: a watch counts while its
 * place is a space's, and bit i of `used` is set then. Threads of any kind come here
 * at any moment: who has waited for the model knows its watch by its serial number.
 */
#include "model.h"

#include "place.h"

#define ACCESSES (DEBUG_READ | DEBUG_WRITE | DEBUG_EXECUTE)
#define PAGE(address) ((address) & ~(PAGE_SIZE - 1))

static struct watched {
    volatile int space;         /* place.h */
    u32 address, size, kinds;
    u32 serial;
} watches[WATCHES];

static u32 used;                /* so far: those that need a look */
static u32 added;               /* since the module was loaded */

_Static_assert(WATCHES == 8 * sizeof(used), "a bit for each");

/* The next one of those in `left`, which it is taken out of. */
static const struct watched *next(u32 *left)
{
    const struct watched *w = &watches[__builtin_ctz(*left)];

    *left &= *left - 1;
    return w;
}

/* Does it lie, in part, in [address, + size)? */
static int is_over(const struct watched *w, int space, u32 address, u32 size)
{
    return w->space == space && (w->address - address < size ||
                                 address - w->address < w->size);
}

u32 watch_open(int space, u32 page)
{
    u32 kinds = 0;

    for (u32 left = used; left;) {
        const struct watched *w = next(&left);
        if (is_over(w, space, page, PAGE_SIZE))
            kinds |= w->kinds;
    }
    return !kinds ? PAGES_OPEN : kinds == DEBUG_WRITE ? ACCESS_READ : 0;
}

int watch_apply(int space, u32 page)
{
    u32 open;
    int error;

    do {
        open = watch_open(space, page);
        error = pages->close(space, page, open);
    } while (error >= 0 && open != watch_open(space, page));
    return error;
}

static void add(int space, u32 kind, u32 address, u32 eip, u32 is_same)
{
    if (!is_same || kind != DEBUG_WRITE || !log_amend(space, address, eip))
        log_add(space, kind, address, eip);
}

void watch_note(int space, u32 kind, u32 address, u32 eip, u32 is_same)
{
    for (u32 left = used; left;) {
        const struct watched *w = next(&left);
        if (w->kinds & kind && is_over(w, space, address, 1)) {
            add(space, kind, address, eip, is_same);
            return;
        }
    }
}

static int is_still(const struct watched *w, int space, u32 serial)
{
    return w->space == space && w->serial == serial;
}

/* Its pages, by the watches that there are. Up to the first that cannot be: it is
 * not larger then, so that what a caller says costs nobody its undoing. */
static int close(struct watched *w, int space, u32 serial)
{
    const u32 address = w->address, last = PAGE(address + w->size - 1);

    for (u32 page = PAGE(address);; page += PAGE_SIZE) {
        const int error = watch_apply(space, page);
        if (!is_still(w, space, serial))
            return E_HANDLE;
        if (error < 0)
            w->size = page > address ? page - address : 1;
        if (error < 0 || page == last)
            return error;
    }
}

/* One of its pages may have gone; the others are open again. */
static void open_all(int space, u32 address, u32 size)
{
    const u32 last = PAGE(address + size - 1);

    for (u32 page = PAGE(address);; page += PAGE_SIZE) {
        watch_apply(space, page);
        if (page == last)
            return;
    }
}

/* By one thread, if it is dropped by several. Its place is free before its pages are
 * opened, from which this thread may not come back. */
static void drop(struct watched *w)
{
    int space = w->space;
    const u32 address = w->address, size = w->size;

    if (space > 0 && __atomic_compare_exchange_n(&w->space, &space, 0, 0,
                                                 __ATOMIC_SEQ_CST,
                                                 __ATOMIC_SEQ_CST))
        open_all(space, address, size);
}

static struct watched *take_one(u32 frame)
{
    for (u32 i = 0; i < WATCHES; i++)
        if (place_take(&watches[i].space, 0, frame) ||
            place_take_lost(&watches[i].space, frame)) {
            __atomic_fetch_or(&used, 1u << i, __ATOMIC_SEQ_CST);
            return &watches[i];
        }
    return NULL;
}

static int check(u32 address, u32 size, u32 kinds)
{
    if (!kinds || kinds & ~(u32)ACCESSES)
        return E_INVALID;
    return !size || address + size - 1 < address ? E_RANGE : 0;
}

int watch_add(int space, u32 address, u32 size, u32 kinds)
{
    int error = check(address, size, kinds);

    if (error < 0)
        return error;
    struct watched *w = take_one(PLACE_FRAME);
    if (!w)
        return E_QUOTA;
    w->address = address;
    w->size = size;
    w->kinds = kinds;
    const u32 serial = __atomic_add_fetch(&added, 1, __ATOMIC_SEQ_CST);
    w->serial = serial;
    __atomic_store_n(&w->space, space, __ATOMIC_SEQ_CST);
    error = close(w, space, serial);
    if (error >= 0)
        return (int)(w - watches) + 1;
    if (is_still(w, space, serial))
        drop(w);
    return error == E_UNBOUND ? E_NOT_APPLICABLE : error;
}

int watch_remove(int number)
{
    const u32 i = (u32)number - 1;

    if (i >= WATCHES || watches[i].space <= 0)
        return E_HANDLE;
    drop(&watches[i]);
    return 0;
}

int watch_has(int space)
{
    u32 has = 0;

    for (u32 i = 0; i < WATCHES; i++)
        has |= watches[i].space == space;
    return (int)has;
}

void watch_remove_all(int space)
{
    for (u32 i = 0; i < WATCHES; i++)
        if (!space || watches[i].space == space)
            drop(&watches[i]);
}
