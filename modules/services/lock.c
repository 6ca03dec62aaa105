/* SPDX-License-Identifier: MIT */
/*
 * Two locks for whoever sets up a system (paper 3.3).
 *
 * While it is bound, an interface whose predicate says
 *     <moduleName, wildcard()> and
 *     not before(<moduleName, lock>, <moduleName, wildcard()>)
 * takes no further binding, whatever name the other side goes by.
 *
 * close() ends every binding to the configuration manager, its own last. No
 * call gate leads there any more, so that nobody can ask for any change. The
 * predicate above, on the CM's interface, is what keeps others from binding
 * to it while close() is at work.
 */
#include "deimos.h"

#include "lock.h"

#define SLOTS 16

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm", .pairs = "<moduleName, lock>");

static const void *volatile slots[SLOTS];
DEIMOS_ENTRY_ locks = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "locks",
    .type = "*", .table = (void *)slots, .count = SLOTS,
    .pairs = "<moduleName, lock>",
};

static int find_own(struct graph_binding *own)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        GRAPH_READ(bindings[i], *own);
        if (own->handle && own->slot == (saddr_t)&cm)
            return 0;
    }
    return E_UNBOUND;
}

/* Every other binding to the same interface: how many there were. */
static int unbind_others(const struct graph_binding *own)
{
    struct graph_binding b;
    int count = 0;

    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        GRAPH_READ(bindings[i], b);
        if (!b.handle || b.interface != own->interface ||
            b.handle == own->handle)
            continue;
        const int error = cm->unbind((int)b.handle);
        if (error < 0 && error != E_HANDLE)     /* gone by itself */
            return error;
        count++;
    }
    return count;
}

static int close(void)
{
    struct graph_binding own;
    int left = find_own(&own);

    if (left < 0)
        return left;
    do
        left = unbind_others(&own);
    while (left > 0);
    return left < 0 ? left : cm->unbind((int)own.handle);
}

static const struct lock table = { .close = close };

DEIMOS_MODULE("lock", MODULE_SYSTEM);
DEIMOS_INTERFACE("lock", "lock", table, LOCK_METHODS);
