/* SPDX-License-Identifier: MIT */
/* What is watched. Watches may lie over each other. */
#include "model.h"

#define ACCESSES (DEBUG_READ | DEBUG_WRITE | DEBUG_EXECUTE)
#define PAGE(address) ((address) & ~(PAGE_SIZE - 1))

static struct watched watches[WATCHES];

/* Does it lie, in part, in [address, + size)? */
static int is_over(const struct watched *w, int space, u32 address, u32 size)
{
    return w->space == space && (w->address - address < size ||
                                 address - w->address < w->size);
}

u32 watch_open(int space, u32 page)
{
    u32 kinds = 0;

    for (u32 i = 0; i < WATCHES; i++)
        if (is_over(&watches[i], space, page, PAGE_SIZE))
            kinds |= watches[i].kinds;
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
    for (u32 i = 0; i < WATCHES; i++)
        if (watches[i].kinds & kind && is_over(&watches[i], space, address, 1)) {
            add(space, kind, address, eip, is_same);
            return;
        }
}

/* The pages of [address, + size), by the watches that there are; up to the
 * first that cannot be. */
static int close(int space, u32 address, u32 size)
{
    const u32 last = PAGE(address + size - 1);
    int error = 0;

    for (u32 page = PAGE(address); error >= 0; page += PAGE_SIZE) {
        error = watch_apply(space, page);
        if (page == last)
            break;
    }
    return error;
}

static void drop(struct watched *w)
{
    const struct watched was = *w;

    w->space = 0;
    for (u32 page = PAGE(was.address);; page += PAGE_SIZE) {
        watch_apply(was.space, page);
        if (page == PAGE(was.address + was.size - 1))
            return;
    }
}

static struct watched *unused(void)
{
    for (u32 i = 0; i < WATCHES; i++)
        if (!watches[i].space)
            return &watches[i];
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
    struct watched *w = unused();
    int error = check(address, size, kinds);

    if (error < 0)
        return error;
    if (!w)
        return E_QUOTA;
    *w = (struct watched){ space, address, size, kinds };
    error = close(space, address, size);
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

void watch_remove_all(int space)
{
    for (u32 i = 0; i < WATCHES; i++)
        if (watches[i].space && (!space || watches[i].space == space))
            drop(&watches[i]);
}
