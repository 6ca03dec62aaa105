/* SPDX-License-Identifier: MIT */
/*
 * Objects between two pages that nobody may touch. Invariants: a place that is free has
 * no pages; one that is busy has those that its thread maps, or unmaps. If that thread
 * is no more, whoever comes next takes them back.
 */
#include "model.h"

#include "place.h"

#define ALIGN 4u                /* of an object; it ends so near to the page */
#define ROUND(size, to) (((size) + (to) - 1) & ~((to) - 1))

static struct guarded {
    volatile int space;         /* place.h */
    int of;                     /* that space, also while it is busy */
    u32 base, size;             /* pages, with both guards; base 0: none */
    u32 at;                     /* the object */
    u32 is_going;               /* its pages may have been unmapped */
} guards[GUARDS];

/* A busy one, which is whole. */
static void set_space(struct guarded *g, int space)
{
    __atomic_store_n(&g->space, space, __ATOMIC_SEQ_CST);
}

/* A busy one is free; not if the model cannot unmap it for now. */
static int give_back(struct guarded *g)
{
    const int error = g->base ? memory->unmap(g->of, g->base, g->size) : 0;

    if (error == E_PAGING || error == E_ACTIVE)
        return error;
    g->base = g->is_going = 0;
    set_space(g, 0);
    return error;
}

/* Something else is there: the guards had been unmapped. */
static int is_another(const struct guarded *g)
{
    u8 byte;

    return g->is_going &&
           memory->read(g->of, g->base, &byte, sizeof(byte)) >= 0;
}

/* Those of threads that are no more. */
static void give_back_lost(void)
{
    for (u32 i = 0; i < GUARDS; i++) {
        if (guards[i].space >= 0 ||
            !place_take_lost(&guards[i].space, PLACE_FRAME))
            continue;
        if (is_another(&guards[i]))
            guards[i].base = 0;
        give_back(&guards[i]);
    }
}

static struct guarded *take_one(u32 frame)
{
    for (u32 i = 0; i < GUARDS; i++)
        if (place_take(&guards[i].space, 0, frame))
            return &guards[i];
    return NULL;
}

/* By one thread, if several ask. */
static struct guarded *take_out(int space, u32 at, u32 frame)
{
    for (u32 i = 0; i < GUARDS; i++) {
        if (guards[i].at != at || !place_take(&guards[i].space, space, frame))
            continue;
        if (guards[i].at == at)
            return &guards[i];
        set_space(&guards[i], space);
    }
    return NULL;
}

static int close(int space, u32 base, u32 size)
{
    const int error = memory->protect(space, base, PAGE_SIZE, 0);

    return error < 0 ? error :
           memory->protect(space, base + size - PAGE_SIZE, PAGE_SIZE, 0);
}

/* Others may come while the model is waited for, and take it off the space: then it is
 * put under it anew. */
static int fill(struct guarded *g, int space, u32 size, u32 whole)
{
    u32 base = 0;               /* on the stack it costs the model no question */
    const int error = memory->map(space, 0, whole, ACCESS_READ | ACCESS_WRITE, &base);

    if (error < 0)
        return error;
    g->of = space;
    g->size = whole;
    g->at = base + whole - PAGE_SIZE - ROUND(size, ALIGN);
    __atomic_store_n(&g->base, base, __ATOMIC_SEQ_CST);
    return close(space, base, whole);
}

/* A model that does not protect has lost nothing. */
int guard_add(int space, u32 size, u32 *at)
{
    const u32 whole = ROUND(size, PAGE_SIZE) + 2 * PAGE_SIZE;

    if (!size || whole < size)
        return E_RANGE;
    give_back_lost();
    struct guarded *g = take_one(PLACE_FRAME);
    if (!g)
        return E_QUOTA;
    const int error = fill(g, space, size, whole);
    if (error < 0) {
        give_back(g);
        return error;
    }
    const u32 object = *at = g->at;
    set_space(g, space);
    if (session_of(space))
        return 0;
    guard_remove(space, object);
    return E_QUOTA;
}

/* It is there as ever if the model cannot for now. */
int guard_remove(int space, u32 at)
{
    struct guarded *g = space > 0 ? take_out(space, at, PLACE_FRAME) : NULL;

    if (!g)
        return E_HANDLE;
    g->is_going = 1;
    const int error = give_back(g);
    if (error == E_PAGING || error == E_ACTIVE) {
        g->is_going = 0;
        set_space(g, space);
    }
    return error;
}

int guard_remove_all(int space)
{
    int error = 0;

    give_back_lost();
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
