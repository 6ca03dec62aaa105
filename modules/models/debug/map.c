/* SPDX-License-Identifier: MIT */
/*
 * Objects between two pages that nobody may touch. Invariant: one that is BUSY is
 * being written or read by one thread, which waits for nobody meanwhile.
 */
#include "model.h"

#define ALIGN 4u                /* of an object; it ends so near to the page */
#define ROUND(size, to) (((size) + (to) - 1) & ~((to) - 1))

#define BUSY (-1)

static struct guarded {
    volatile int space;         /* 0: not in use */
    u32 base, size;             /* pages, with both guards */
    u32 at;                     /* the object */
} guards[GUARDS];

static int make_busy(struct guarded *g, int was)
{
    return __atomic_compare_exchange_n(&g->space, &was, BUSY, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static int put(int space, u32 base, u32 size, u32 at)
{
    for (u32 i = 0; i < GUARDS; i++) {
        if (!make_busy(&guards[i], 0))
            continue;
        guards[i].base = base;
        guards[i].size = size;
        guards[i].at = at;
        __atomic_store_n(&guards[i].space, space, __ATOMIC_SEQ_CST);
        return 0;
    }
    return E_QUOTA;
}

/* By one thread, if several ask. */
static int take_out(int space, u32 at, struct guarded *out)
{
    for (u32 i = 0; i < GUARDS; i++) {
        if (guards[i].at != at || !make_busy(&guards[i], space))
            continue;
        *out = guards[i];
        const int is_it = out->at == at;
        __atomic_store_n(&guards[i].space, is_it ? 0 : space, __ATOMIC_SEQ_CST);
        if (is_it)
            return 1;
    }
    return 0;
}

static int has_room(void)
{
    u32 i = 0;

    while (i < GUARDS && guards[i].space)
        i++;
    return i < GUARDS;
}

static int close(int space, u32 base, u32 size)
{
    const int error = memory->protect(space, base, PAGE_SIZE, 0);

    return error < 0 ? error :
           memory->protect(space, base + size - PAGE_SIZE, PAGE_SIZE, 0);
}

/* A model that does not protect has lost nothing. Others may come while the model is
 * waited for, and take it off the space: then it is put under it anew. */
int guard_add(int space, u32 size, u32 *at)
{
    const u32 whole = ROUND(size, PAGE_SIZE) + 2 * PAGE_SIZE;
    u32 base = 0;
    int error;

    if (!size || whole < size)
        return E_RANGE;
    if (!has_room())
        return E_QUOTA;
    error = memory->map(space, 0, whole, ACCESS_READ | ACCESS_WRITE, &base);
    if (error < 0)
        return error;
    const u32 object = base + whole - PAGE_SIZE - ROUND(size, ALIGN);
    error = close(space, base, whole);
    if (error >= 0 && !session_of(space))
        error = E_QUOTA;
    if (error >= 0)
        error = put(space, base, whole, object);
    if (error < 0) {
        memory->unmap(space, base, whole);
        return error;
    }
    *at = object;
    return 0;
}

/* It is there as ever if the model cannot for now. */
int guard_remove(int space, u32 at)
{
    struct guarded g;

    if (space <= 0 || !take_out(space, at, &g))
        return E_HANDLE;
    const int error = memory->unmap(space, g.base, g.size);
    if (error == E_PAGING || error == E_ACTIVE)
        put(space, g.base, g.size, g.at);
    return error;
}

int guard_remove_all(int space)
{
    int error = 0;

    for (u32 i = 0; i < GUARDS; i++) {
        const int of = guards[i].space;
        if (of <= 0 || (space && of != space))
            continue;
        const int here = guard_remove(of, guards[i].at);
        if (here == E_PAGING || here == E_ACTIVE)
            error = here;
    }
    return error;
}

int guard_has(int space)
{
    u32 has = 0;

    for (u32 i = 0; i < GUARDS; i++)
        has |= guards[i].space == space;
    return (int)has;
}

static int is_guard(const struct guarded *g, u32 address)
{
    return address - g->base < g->size &&
           (address - g->base < PAGE_SIZE ||
            address - g->base >= g->size - PAGE_SIZE);
}

int guard_is(int space, u32 address)
{
    for (u32 i = 0; i < GUARDS; i++)
        if (guards[i].space == space && is_guard(&guards[i], address))
            return 1;
    return 0;
}
