/* SPDX-License-Identifier: MIT */
/*
 * Whose a space is: the module's that called create(), through its binding.
 * When that module has died or gone, or has no binding to this model any more,
 * nobody is left who could destroy it. The model is not told of that: it looks
 * when it is asked for something that depends on it, and the CM asks for it
 * where it matters (the interface `orphans`).
 */
#include "spaces.h"

#include "../../../core/api/graph.h"
#include "../call/module_at.h"
#include "loans.h"
#include "parts.h"

static struct graph_node self;          /* this model */

static int is_own(u32 address)
{
    return address - self.base < self.size;
}

static void know_self(void)
{
    const u32 handle = self.handle ? 0 : module_at(&model_memory);

    if (handle)
        GRAPH_READ(nodes[HANDLE_INDEX(handle)], self);
}

/* Modules keep EBP as link. */
u32 spaces_asker(void)
{
    const u32 *link = __builtin_frame_address(0);

    know_self();
    while (is_own(link[1]) && link[0] > (u32)link)
        link = (const u32 *)link[0];
    return link[1];
}

void spaces_take_owner(struct space_head *space)
{
    space->owner = module_at((const void *)spaces_asker());
}

/* A dead one is bound to nobody. */
static int is_bound(u32 owner)
{
    struct graph_binding b;
    u32 left;

    GRAPH_READ(parts[GRAPH_PART_BINDINGS].live, left);
    for (u32 i = 0; left && i < GRAPH_BINDINGS; i++) {
        GRAPH_READ(bindings[i], b);
        if (b.handle && b.caller == owner && b.provider == self.handle)
            return 1;
        left -= b.handle != 0;
    }
    return 0;
}

/* How many there are that cannot go yet. */
static u32 drop_all(void)
{
    u32 left = 0, bound = 0;

    for (u32 i = 0; i < SPACES_MAX; i++) {
        const struct space_head *space = spaces_slot(i);
        const u32 owner = space ? space->owner : 0;
        if (!owner || owner == bound)
            continue;
        if (is_bound(owner))
            bound = owner;
        else
            left += model_memory.destroy(space->handle) < 0;
    }
    return left;
}

/* As long as the graph is as it was there is nothing new. */
void spaces_drop_orphans(void)
{
    static u32 looked;
    const u32 now = graph_generation();

    if (loans_count)
        loans_drop();
    if (now != looked && !drop_all())
        looked = now;
}

/* In an upcall of the core, where nobody else runs. */
static int drop(void)
{
    if (!model_try_lock())
        return 0;
    model_unlock();
    spaces_drop_orphans();
    return 0;
}

static const struct orphans orphans = { drop };

DEIMOS_INTERFACE("orphans", "orphans", orphans, ORPHANS_METHODS);
