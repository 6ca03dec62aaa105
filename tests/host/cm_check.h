/* SPDX-License-Identifier: MIT */
/* Is the graph, with slots, gates, lists and names, what the model has? */
#pragma once

#include "cm_model.h"

static u32 slot_of(const struct graph_binding *have,
                   const struct model_binding *want)
{
    const struct graph_interface *i = table_get(&interfaces, have->interface);

    if (want->provider->state == NODE_DEAD)
        return core_exports.dead;
    return have->selector ? gate_stubs((have->selector >> 3) - GATE_FIRST)
                          : i->table;
}

static void check_gate(const struct graph_binding *have,
                       const struct model_binding *want)
{
    CHECK_EQ(have->selector != 0, want->provider->core);
    if (!have->selector)
        return;
    const u32 index = (have->selector >> 3) - GATE_FIRST;
    CHECK(index < WORLD_GATES && world_gates[index].used);
    CHECK_EQ(have->selector, gate_entry(index));
    CHECK_EQ(world_gates[index].client, have->caller);
    CHECK_EQ(world_gates[index].binding, have->handle);
}

static void check_binding(const struct model_binding *want)
{
    const struct graph_binding *have = table_get(&bindings, want->handle);

    if (!CHECK(have))
        return;
    const struct graph_receptacle *r = table_get(&receptacles,
                                                 have->receptacle);
    const struct graph_interface *i = table_get(&interfaces, have->interface);
    CHECK_EQ(have->caller, want->client->handle);
    CHECK_EQ(have->provider, want->provider->handle);
    CHECK(!strcmp(r->name, RECEPTACLE_OF(want).name));
    CHECK(!strcmp(i->name, INTERFACE_OF(want).name));
    CHECK(r->node == have->caller && i->node == have->provider);
    CHECK_EQ(have->slot, r->slots + want->slot * 4);
    CHECK_EQ(*(u32 *)have->slot, slot_of(have, want));
    check_gate(have, want);
}

static u32 links(enum list_kind kind, u32 of)
{
    u32 n = 0;

    for (const struct constraint_bound *l = list_of(kind, of)->first; l;
         l = l->next)
        n++;
    CHECK_EQ(n, list_of(kind, of)->count);
    return n;
}

static u32 check_interfaces(const struct graph_node *have,
                            const struct model_module *want)
{
    u32 n = 0, total = 0;

    for (u32 at = have->first_interface; at; n++) {
        const struct graph_interface *i = table_at(&interfaces, at - 1);
        const int side = side_of(want->plan->interface, i->name);
        const struct side *s = &want->plan->interface[side];
        CHECK(i->node == have->handle && !strcmp(i->type, s->type));
        CHECK_EQ(i->bound, count_interface(want, (u32)side));
        CHECK_EQ(i->bound, links(LIST_INTERFACE, at - 1));
        CHECK(i->count == s->count && i->methods);
        CHECK_EQ(i->constraint != 0, s->pairs || s->predicate);
        total += i->bound;
        at = i->next;
    }
    CHECK_EQ(n, have->interfaces);
    return total;
}

/* Slots that are not bound answer that. */
static void check_slots(const struct graph_receptacle *r,
                        const struct model_module *want, u32 side)
{
    u32 n = 0;

    if (want->state == NODE_DEAD)
        return;
    for (u32 i = 0; i < r->count; i++)
        n += ((u32 *)r->slots)[i] == core_exports.unbound;
    CHECK_EQ(n, r->count - count_receptacle(want, side));
}

static u32 check_receptacles(const struct graph_node *have,
                             const struct model_module *want)
{
    u32 n = 0, total = 0;

    for (u32 at = have->first_receptacle; at; n++) {
        const struct graph_receptacle *r = table_at(&receptacles, at - 1);
        const int side = side_of(want->plan->receptacle, r->name);
        const struct side *s = &want->plan->receptacle[side];
        CHECK(r->node == have->handle && !strcmp(r->type, s->type));
        CHECK_EQ(r->bound, count_receptacle(want, (u32)side));
        CHECK_EQ(r->bound, links(LIST_RECEPTACLE, at - 1));
        CHECK_EQ(r->count, s->count);
        CHECK_EQ(r->constraint != 0, s->pairs || s->predicate);
        check_slots(r, want, (u32)side);
        total += r->bound;
        at = r->next;
    }
    CHECK_EQ(n, have->receptacles);
    return total;
}

static void check_module(const struct model_module *want)
{
    const struct graph_node *have = table_get(&nodes, want->handle);

    if (!CHECK(have))
        return;
    CHECK(!strcmp(have->name, want->plan->name));
    CHECK(have->type == want->plan->type && have->state == want->state);
    CHECK_EQ(have->serial != 0, !want->core);
    CHECK_EQ(have->bound_in, check_interfaces(have, want));
    CHECK_EQ(have->bound_out, check_receptacles(have, want));
    const int here = want->state != NODE_DEAD && !want->core;
    CHECK_EQ(have->size, here ? IMAGE_SIZE : 0);
    CHECK_EQ(have->region != 0, here);
    CHECK_EQ(have->base != 0, !want->core);
    CHECK_EQ(image_of(want->handle) != NULL, here);
}

static void check_found(const struct plan *plan)
{
    const struct model_module *newest = NULL;

    for (u32 i = 0; i < MODULES; i++) {
        const struct model_module *m = &modules[i];
        if (m->handle && m->plan == plan && m->state == NODE_LIVE &&
            (!newest || m->serial > newest->serial))
            newest = m;
    }
    CHECK_EQ(request(FIND, T(plan->name), 0, 0, 0),
             newest ? (int)newest->handle : E_NOTFOUND);
}

static void check_all(void)
{
    u32 n = 0, m = 0;

    for (u32 i = 0; i < BINDINGS; i++)
        if (bound[i].handle && ++n)
            check_binding(&bound[i]);
    for (u32 i = 0; i < MODULES; i++)
        if (modules[i].handle && ++m)
            check_module(&modules[i]);
    CHECK_EQ(graph.parts[GRAPH_PART_BINDINGS].live, n + OWN_BINDINGS);
    CHECK_EQ(graph.parts[GRAPH_PART_NODES].live, m + OWN_NODES);
    for (u32 i = n = 0; i < WORLD_GATES; i++)
        n += world_gates[i].used;
    CHECK_EQ(n, count_gates());
    for (u32 i = 0; plans[i]; i++)
        check_found(plans[i]);
}
