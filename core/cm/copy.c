/* SPDX-License-Identifier: MIT */
/*
 * What a new version is bound to: all that the old one is, while that runs. Each
 * binding takes the place of the old one's, so that constraints of the other side
 * do not count that one.
 */
#include "ends.h"

/* The old one's next binding from `at` on, or its last before; -1: there is none. */
static int next_of(const struct graph_node *old, int at, int step)
{
    for (; at >= 0 && at < (int)bindings.capacity; at += step) {
        const struct graph_binding *b = table_at(&bindings, (u32)at);
        if (b->handle && b->caller == old->handle)
            return at;
    }
    return -1;
}

static u32 interface_of(int at)
{
    const struct graph_binding *b = table_at(&bindings, (u32)at);

    return HANDLE_INDEX(b->interface);
}

/* Those that the old one is bound to are not to count it while the new one takes its
 * place. The last binding of it. */
static int leave_lists(const struct graph_node *old)
{
    int last = -1;

    for (u32 left = old->bound_out; left; left--) {
        last = next_of(old, last + 1, 1);
        list_remove(LIST_INTERFACE, interface_of(last), (u32)last);
    }
    return last;
}

static void return_to_lists(const struct graph_node *old, int last)
{
    for (u32 left = old->bound_out; left; left--) {
        last = next_of(old, last, -1);
        list_return(LIST_INTERFACE, interface_of(last), (u32)last);
        last--;
    }
}

/* Nobody is bound to a dead one; what the new one does not want, or `from` has bound,
 * it does not get. */
static int copy_binding(const struct graph_binding *b,
                        const struct graph_node *new)
{
    const struct graph_receptacle *r = table_get(&receptacles, b->receptacle);
    const struct graph_receptacle *same = find_receptacle(new, r->name);
    const struct graph_interface *to = table_get(&interfaces, b->interface);
    const struct graph_node *provider = node_of(b->provider);
    int error;

    if (!same || same->bound == same->count || !provider ||
        provider->state == NODE_DEAD)
        return 0;
    error = binding_create(new->handle, r->name, b->provider, to->name);
    return error < 0 ? error : 0;
}

int binding_copy(const struct graph_node *old, const struct graph_node *new)
{
    const int last = leave_lists(old);
    int error = 0, at = -1;

    for (u32 left = old->bound_out; left && !error; left--) {
        at = next_of(old, at + 1, 1);
        error = copy_binding(table_at(&bindings, (u32)at), new);
    }
    return_to_lists(old, last);
    return error;
}
