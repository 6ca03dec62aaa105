/* SPDX-License-Identifier: MIT */
/* A module that is replaced, by the model: bindings to it move, those of its
 * receptacles are made once more for the new one. */
#pragma once

#include "cm_model.h"

#define UNNAMED 0xf0000000u     /* above: handles that the CM will give */

static struct model_binding saved[BINDINGS];

/* All that lead to `old`, in the model. 1: some error, which depends on the
 * order in which they are looked at. */
static int move_all(const struct model_module *old, struct model_module *new)
{
    for (u32 i = 0; i < BINDINGS; i++) {
        struct model_binding *b = &bound[i];
        if (!b->handle || b->provider != old)
            continue;
        const int to = side_of(new->plan->interface, INTERFACE_OF(b).name);
        if (to < 0 || pair_error(b->client, b->receptacle, new, (u32)to, b))
            return 1;
        b->provider = new;
        b->interface = (u32)to;
    }
    return 0;
}

/* That of the next of its bindings, in the order of the CM's table. */
static struct model_binding *next_of(const struct model_module *client,
                                     u32 *index)
{
    struct model_binding *found = NULL;

    for (u32 i = 0; i < BINDINGS; i++) {
        const u32 at = HANDLE_INDEX(bound[i].handle) + 1;
        if (bound[i].handle && bound[i].client == client && at > *index &&
            (!found || at < HANDLE_INDEX(found->handle) + 1))
            found = &bound[i];
    }
    if (found)
        *index = HANDLE_INDEX(found->handle) + 1;
    return found;
}

/* The old one is not counted while the new one takes its place. */
static int copy_all(const struct model_module *old, struct model_module *new)
{
    const struct model_binding *b;
    u32 index = 0, number = 0;

    leaving = old;

    while ((b = next_of(old, &index))) {
        const int r = side_of(new->plan->receptacle, RECEPTACLE_OF(b).name);
        if (r < 0 || free_slot(new, (u32)r) < 0)
            continue;
        if (b->provider->state == NODE_DEAD)
            continue;
        const int error = bind_error(new, RECEPTACLE_OF(b).name, b->provider,
                                     INTERFACE_OF(b).name);
        if (error) {
            leaving = NULL;
            return error;
        }
        model_bind(UNNAMED + 4095 + 4096 * number++, new, (u32)r, b->provider,
                   b->interface);
    }
    leaving = NULL;
    return 0;
}

static int replace_error(const struct model_module *old,
                         struct model_module *new)
{
    struct model_binding before[BINDINGS];

    if (!old)
        return E_HANDLE;
    if (old->core)
        return E_INVALID;
    if (old->state != NODE_LIVE)
        return E_DEAD;
    memcpy(before, bound, sizeof(bound));
    const int refused = move_all(old, new);
    memcpy(bound, before, sizeof(bound));
    if (refused)
        return refused;
    const int error = copy_all(old, new);
    if (!error)
        for (u32 i = 0; i < BINDINGS; i++) {
            struct model_binding *b = &bound[i];
            if (!b->handle || b->provider != old)
                continue;
            b->interface = (u32)side_of(new->plan->interface,
                                        INTERFACE_OF(b).name);
            b->provider = new;
        }
    return error;
}

/* The handles that the CM gave: by whose slot it is. */
static void name_bindings(void)
{
    for (u32 i = 0; i < BINDINGS; i++)
        for (u32 k = 0; bound[i].handle >= UNNAMED && k < GRAPH_BINDINGS;
             k++) {
            const struct graph_binding *b = &graph.bindings[k];
            const struct graph_receptacle *r = table_get(&receptacles,
                                                         b->receptacle);
            if (b->handle && b->caller == bound[i].client->handle &&
                !strcmp(r->name, RECEPTACLE_OF(&bound[i]).name) &&
                b->slot == r->slots + 4 * bound[i].slot)
                bound[i].handle = b->handle;
        }
}
