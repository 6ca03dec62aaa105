/* SPDX-License-Identifier: MIT */
/* Objects between two pages that nobody may touch. */
#include "model.h"

#define ALIGN 4u                /* of an object; it ends so near to the page */
#define ROUND(size, to) (((size) + (to) - 1) & ~((to) - 1))

static struct guarded {
    int space;                  /* 0: not in use */
    u32 base, size;             /* pages, with both guards */
    u32 at;                     /* the object */
} guards[GUARDS];

static struct guarded *find(int space, u32 at)
{
    for (u32 i = 0; i < GUARDS; i++)
        if (guards[i].space == space && (!space || guards[i].at == at))
            return &guards[i];
    return NULL;
}

static int close(int space, u32 base, u32 size)
{
    const int error = memory->protect(space, base, PAGE_SIZE, 0);

    return error < 0 ? error :
           memory->protect(space, base + size - PAGE_SIZE, PAGE_SIZE, 0);
}

/* A model that does not protect has lost nothing. */
int guard_add(int space, u32 size, u32 *at)
{
    struct guarded *g = find(0, 0);
    const u32 whole = ROUND(size, PAGE_SIZE) + 2 * PAGE_SIZE;
    u32 base = 0;
    int error;

    if (!size || whole < size)
        return E_RANGE;
    if (!g)
        return E_QUOTA;
    error = memory->map(space, 0, whole, ACCESS_READ | ACCESS_WRITE, &base);
    if (error < 0)
        return error;
    error = close(space, base, whole);
    if (error < 0) {
        memory->unmap(space, base, whole);
        return error;
    }
    *at = base + whole - PAGE_SIZE - ROUND(size, ALIGN);
    *g = (struct guarded){ space, base, whole, *at };
    return 0;
}

int guard_remove(int space, u32 at)
{
    struct guarded *g = space ? find(space, at) : NULL;

    if (!g)
        return E_HANDLE;
    g->space = 0;
    return memory->unmap(space, g->base, g->size);
}

void guard_remove_all(int space)
{
    for (u32 i = 0; i < GUARDS; i++)
        if (guards[i].space && (!space || guards[i].space == space))
            guard_remove(guards[i].space, guards[i].at);
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
