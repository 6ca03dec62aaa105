/* SPDX-License-Identifier: MIT */
/*
 * What is watched. Watches may lie over each other. Invariant: bit i of `taken` is
 * set while watches[i] is somebody's, who fills it in, or takes its pages off; it
 * counts while it has a space. Threads of any kind come here at any moment.
 */
#include "model.h"

#define ACCESSES (DEBUG_READ | DEBUG_WRITE | DEBUG_EXECUTE)
#define PAGE(address) ((address) & ~(PAGE_SIZE - 1))

static struct watched {
    volatile int space;         /* 0: it does not count */
    u32 address, size, kinds;
} watches[WATCHES];

static u32 taken;

_Static_assert(WATCHES == 8 * sizeof(taken), "a bit for each");

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

    for (u32 left = taken; left;) {
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
    for (u32 left = taken; left;) {
        const struct watched *w = next(&left);
        if (w->kinds & kind && is_over(w, space, address, 1)) {
            add(space, kind, address, eip, is_same);
            return;
        }
    }
}

/* Its pages, by the watches that there are. Up to the first that cannot be: it is
 * not larger then, so that what a caller says costs nobody its undoing. */
static int close(struct watched *w)
{
    const u32 last = PAGE(w->address + w->size - 1);

    for (u32 page = PAGE(w->address);; page += PAGE_SIZE) {
        const int error = watch_apply(w->space, page);
        if (error < 0)
            w->size = page > w->address ? page - w->address : 1;
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

/* By one thread, if it is dropped by several. */
static void drop(struct watched *w)
{
    const int space = __atomic_exchange_n(&w->space, 0, __ATOMIC_SEQ_CST);

    if (!space)
        return;
    open_all(space, w->address, w->size);
    __atomic_fetch_and(&taken, ~(1u << (w - watches)), __ATOMIC_SEQ_CST);
}

static struct watched *take_one(void)
{
    u32 now = taken;

    while (~now) {
        const u32 i = (u32)__builtin_ctz(~now);
        if (__atomic_compare_exchange_n(&taken, &now, now | 1u << i, 0,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
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
    struct watched *w = take_one();
    if (!w)
        return E_QUOTA;
    w->address = address;
    w->size = size;
    w->kinds = kinds;
    w->space = space;
    error = close(w);
    if (error >= 0)
        return (int)(w - watches) + 1;
    drop(w);
    return error == E_UNBOUND ? E_NOT_APPLICABLE : error;
}

int watch_remove(int number)
{
    const u32 i = (u32)number - 1;

    if (i >= WATCHES || !watches[i].space)
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
        if (watches[i].space && (!space || watches[i].space == space))
            drop(&watches[i]);
}
