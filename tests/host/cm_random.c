/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * The CM against a plain model (cm_model.h): thousands of requests at random,
 * sound and not. Each answer is what the model says; after each, the graph, the
 * slots and the gates are what it has; a refusal changes nothing.
 */
#include "cm_check.h"
#include "cm_plans.h"
#include "cm_replace.h"

static const char *const names[] = { "x", "y", "z", "r", "s", "any", "none" };
static u32 seed = 1;

static u32 below(u32 n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 12) % n;
}

#define ANY(list_) ((list_)[below(ARRAY_SIZE(list_))])

/* Mostly of a live module; else of any, of one that was, or of none. */
static u32 some_module(void)
{
    static u32 old;
    const struct model_module *m = NULL;

    for (u32 tries = 0; tries < 20; tries++) {
        m = &modules[below(14)];
        if (m->handle && (m->state == NODE_LIVE || below(16) == 0))
            return old = m->handle;
    }
    return below(4) ? modules[0].handle : below(8) ? old : old ^ 4096;
}

/* Mostly a name that is there. */
static const char *some_name(const struct side *sides)
{
    u32 n = 0;

    while (sides && n < PARTS && sides[n].name)
        n++;
    return n && below(16) ? sides[below(n)].name : ANY(names);
}

static u32 some_binding(void)
{
    static u32 old;

    for (u32 i = 0, at = below(BINDINGS); i < BINDINGS; i++)
        if (bound[(at + i) % BINDINGS].handle && below(8))
            return old = bound[(at + i) % BINDINGS].handle;
    return old;
}

/* --- requests --- */

static void try_load(void)
{
    const struct plan *plan = list[below(3)];

    if (images_used() > 12)
        return;
    const int handle = request(LOAD, T(plan->name), 0, 0, 0);
    if (CHECK(handle > 0))
        model_add((u32)handle, plan);
}

/* Whether the call comes from inside, or one is on the stack. */
static int unload(u32 handle, u32 inside)
{
    struct gate_call frame = { .arg = { handle },
                                .esp = (u32)(stack + 200) };
    const struct image *image = image_of(handle);

    active = 0;
    const u32 base = image ? (u32)memory_of(image) : 1;
    const u32 ends[] = { base - 1, base, base + IMAGE_SIZE - 1,
                         base + IMAGE_SIZE };
    if (inside && image && below(2))
        frame.caller = ANY(ends);
    inside = frame.caller - base < IMAGE_SIZE;
    if (!inside && image && below(4) == 0) {
        active = base + 4;
        inside = 1;
    }
    struct model_module *m = model_module(handle);
    const int error = unload_error(m, inside);
    CHECK_EQ((int)cm_methods[UNLOAD](&frame, NULL), error);
    active = 0;
    if (error == 0) {
        model_release(m);
        m->handle = 0;
    }
    return error;
}

static void try_unload(void)
{
    entered = below(8) ? 0 : some_module();
    unload(some_module(), below(4) == 0);
    entered = 0;
}

static void try_bind(void)
{
    const u32 client = some_module(), provider = some_module();
    struct model_module *from = model_module(client);
    struct model_module *to = model_module(provider);
    const char *receptacle = some_name(from ? from->plan->receptacle : NULL);
    const char *interface = some_name(to ? to->plan->interface : NULL);
    const int error = bind_error(from, receptacle, to, interface);
    const int handle = request(BIND, client, T(receptacle), provider,
                               T(interface));
    if (error)
        CHECK_EQ(handle, error);
    else if (CHECK(handle > 0))
        model_bind((u32)handle, from,
                   (u32)side_of(from->plan->receptacle, receptacle), to,
                   (u32)side_of(to->plan->interface, interface));
}

static void try_rebind(void)
{
    const u32 handle = some_binding(), provider = some_module();
    struct model_binding *b_ = model_binding(handle);
    struct model_module *to = model_module(provider);
    const char *interface = some_name(to ? to->plan->interface : NULL);
    const int error = rebind_error(b_, to, interface);
    const int had_gate = b_ && b_->provider->core;

    released = 0;
    CHECK_EQ(request(REBIND, handle, provider, T(interface), 0), error);
    if (error) {
        CHECK_EQ(released, 0);
        return;
    }
    CHECK_EQ(released, had_gate && b_->provider->plan == &port_plan ? handle
                                                                    : 0);
    b_->provider = to;
    b_->interface = (u32)side_of(to->plan->interface, interface);
}

static void try_unbind(void)
{
    const u32 handle = some_binding();
    struct model_binding *b_ = model_binding(handle);
    const u32 slot = b_ ? ((struct graph_binding *)
                           table_get(&bindings, handle))->slot : 0;

    released = 0;
    CHECK_EQ(request(UNBIND, handle, 0, 0, 0), b_ ? 0 : E_HANDLE);
    if (!b_)
        return;
    CHECK_EQ(*(u32 *)slot, core_exports.unbound);
    CHECK_EQ(released, b_->provider->plan == &port_plan ? handle : 0);
    b_->handle = 0;
}

static void try_kill(void)
{
    struct model_module *m = model_module(some_module());

    if (!m || m->core || below(6))
        return;
    manager->kill(m->handle);
    if (m->state == NODE_DEAD)
        return;
    m->state = NODE_DEAD;
    model_release(m);
}

static void try_drain(void)
{
    const u32 handle = some_module(), on = below(8) ? 0 : 1 + below(2);
    struct model_module *m = model_module(handle);
    const int error = !m ? E_HANDLE : m->core || on > 1 ? E_INVALID :
                      m->state == NODE_DEAD ? E_DEAD : 0;

    CHECK_EQ(request(DRAIN, handle, on, 0, 0), error);
    if (!error)
        m->state = on ? NODE_DRAINING : NODE_LIVE;
}

static struct model_module *replaced(u32 handle, const struct plan *plan)
{
    struct model_module *old = model_module(handle);
    struct model_module *new = model_add(~0u, plan);
    const int error = replace_error(old, new);
    const int result = request(REPLACE, handle, T(plan->name), 0, 0);

    CHECK(error <= 0 && result < 0 ? result == error : error == (result < 0));
    new->handle = error ? 0 : (u32)result;
    return error ? NULL : new;
}

static void try_replace(void)
{
    const u32 handle = some_module();
    struct model_module *old = model_module(handle);
    const struct image *image = image_of(handle);

    if (images_used() > 12)
        return;
    memcpy(saved, bound, sizeof(bound));
    active = image && below(3) == 0 ? (u32)memory_of(image) + 1 : 0;
    if (!replaced(handle, list[below(3)])) {
        memcpy(bound, saved, sizeof(bound));
    } else if (active) {
        old->state = NODE_DRAINING;
    } else {
        model_release(old);
        old->handle = 0;
    }
    name_bindings();
    active = 0;
}

static void (*const requests[])(void) = {
    try_load, try_unload, try_bind, try_bind, try_bind, try_bind, try_bind,
    try_bind, try_bind, try_bind, try_rebind, try_rebind, try_rebind,
    try_unbind, try_kill, try_drain, try_replace,
};

static void step(void)
{
    const int before = request(DIGEST, 0, 0, 0, 0);
    const u32 generation = graph.generation;

    ANY(requests)();
    CHECK(changes == 0 && !(graph.generation & 1));
    if (graph.generation == generation)
        CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
    if (below(4) == 0)
        check_all();
}

static void enter_core(const struct plan *plan)
{
    const int handle = request(FIND, T(plan->name), 0, 0, 0);

    if (CHECK(handle > 0))
        model_add((u32)handle, plan)->core = 1;
}

/* Nothing is left of all that, and the digest says so. */
static void unload_all(void)
{
    for (u32 i = 0; i < BINDINGS; i++) {
        if (bound[i].handle)
            CHECK_EQ(request(UNBIND, bound[i].handle, 0, 0, 0), 0);
        bound[i].handle = 0;
    }
    for (u32 i = 0; i < MODULES; i++) {
        if (!modules[i].handle || modules[i].core)
            continue;
        CHECK_EQ(request(UNLOAD, modules[i].handle, 0, 0, 0), 0);
        modules[i].handle = 0;
    }
    check_all();
}

int main(void)
{
    world_start(list);
    enter_core(&port_plan);
    enter_core(&cpu_plan);
    const int fresh = request(DIGEST, 0, 0, 0, 0);
    for (u32 round = 0; round < 5; round++) {
        for (u32 i = 0; i < 1500; i++)
            step();
        check_all();
        unload_all();
        CHECK_EQ(request(DIGEST, 0, 0, 0, 0), fresh);
        CHECK_EQ(images_used(), 0);
    }
    return check_done();
}
