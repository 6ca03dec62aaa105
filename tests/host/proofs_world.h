/* SPDX-License-Identifier: MIT */
/*
 * What experiments on bindings find around them: a CM whose modules are
 * instances of "null", the graph and the NMM that know of them, and one thing
 * at a time that a timed call gets wrong. A proof that passes then has not
 * looked. Included once, before the experiment; it sets `slot_of`.
 */
#pragma once

#include "../../modules/api/deimos.h"
#include "../../modules/api/null.h"
#include "../../core/api/handle.h"

static struct graph fake;
static u8 seen_state;                   /* what look_graph() finds */

#define graph_copy(to_, offset_, size_) \
    __builtin_memcpy(to_, (const char *)&fake + (offset_), size_)
#define graph_generation() fake.generation
#include "../../bench/lib/look.h"
#define look_graph(at_) seen_state

#include "check.h"

#define MODULES 6u
#define SLOTS_MOST 64u

enum wrong {
    SOUND,
    ANSWERS_ZERO, ANSWERS_ERROR,        /* the last call of the body */
    NODE_STAYS, REGION_STAYS,           /* of who is gone */
    ONE_SLOT_STAYS,                     /* it leads where it led */
    CALLED_BEFORE,                      /* a fresh instance was called */
    NOT_FOUND, OTHER_FOUND,             /* by its name */
    NOT_BOUND,                          /* a bind that answers 0 */
    CANNOT_GO,                          /* unload after the body */
    COUNTED_TWICE, NOT_COUNTED,         /* a change of the graph */
    NOT_DRAINING, DRAIN_ANSWERS,
    FAULTS
};

static enum wrong fault;
static u32 timed;                       /* inside the body */
static u32 faulty_slot;

static struct { int handle, calls; u32 uses; } modules[MODULES];
static struct { int handle; u32 at, to; } links[SLOTS_MOST];
static const struct null *volatile *(*slot_of)(u32 i);
static u32 slot_count;

static int is_faulty(enum wrong which)
{
    return timed && fault == which;
}

#define INSTANCE(n_) \
    static int null_##n_(void) { return ++modules[n_].calls; }
INSTANCE(0) INSTANCE(1) INSTANCE(2) INSTANCE(3) INSTANCE(4) INSTANCE(5)
static int null_unbound(void) { return E_UNBOUND; }
static const struct null instances[MODULES] = {
    { null_0 }, { null_1 }, { null_2 }, { null_3 }, { null_4 }, { null_5 } };
static const struct null unbound = { null_unbound };

static struct graph_node *node_of(u32 i)
{
    return &fake.nodes[HANDLE_INDEX(modules[i].handle)];
}

static void change(void)
{
    fake.generation += is_faulty(NOT_COUNTED) ? 0 :
                       is_faulty(COUNTED_TWICE) ? 4 : 2;
}

static int world_load(const char *name)
{
    for (u32 i = 0; i < MODULES; i++) {
        if (modules[i].handle)
            continue;
        CHECK(!__builtin_strcmp(name, "null"));
        modules[i].handle = (int)handle_make(GRAPH_BITS, i + 1,
                                             ++modules[i].uses);
        modules[i].calls = is_faulty(CALLED_BEFORE);
        *node_of(i) = (struct graph_node){ .handle = (u32)modules[i].handle,
            .state = NODE_LIVE, .region = 100 + i + 8 * modules[i].uses,
            .base = 0x10000 * (i + 1) };
        change();
        return modules[i].handle;
    }
    return E_FULL;
}

static u32 module_of(int handle)
{
    for (u32 i = 0; i < MODULES; i++)
        if (handle > 0 && modules[i].handle == handle)
            return i;
    return MODULES;
}

static void remove_module(u32 i)
{
    if (!is_faulty(NODE_STAYS))
        node_of(i)->handle = 0;
    if (!is_faulty(REGION_STAYS))
        node_of(i)->region = 0;
    modules[i].handle = 0;
}

static int world_unload(int handle)
{
    const u32 i = module_of(handle);

    if (i == MODULES)
        return E_HANDLE;
    for (u32 k = 0; k < SLOTS_MOST; k++)
        if (links[k].handle && links[k].to == i)
            return E_BUSY;
    if (is_faulty(ANSWERS_ERROR) || (!timed && fault == CANNOT_GO))
        return E_ACTIVE;
    remove_module(i);
    change();
    return 0;
}

static int world_find(const char *name)
{
    int newest = E_NOTFOUND;

    (void)name;
    for (u32 i = 0; i < MODULES; i++)
        if (modules[i].handle)
            newest = modules[i].handle;
    return fault == NOT_FOUND ? E_NOTFOUND :
           fault == OTHER_FOUND ? newest + 1 : newest;
}

static int world_bind(int caller, const char *receptacle, int provider,
                      const char *interface)
{
    const u32 to = module_of(provider);

    (void)caller, (void)receptacle, (void)interface;
    if (to == MODULES || node_of(to)->state == NODE_DRAINING)
        return E_HANDLE;
    if (fault == NOT_BOUND)
        return 0;
    for (u32 k = 0; k < slot_count; k++) {
        if (links[k].handle)
            continue;
        links[k].handle = (int)(1000 + k);
        links[k].at = k;
        links[k].to = to;
        *slot_of(k) = &instances[to];
        change();
        return links[k].handle;
    }
    return E_BUSY;
}

static int world_unbind(int binding)
{
    const u32 k = (u32)binding - 1000;

    if (k >= SLOTS_MOST || !links[k].handle)
        return E_HANDLE;
    if (is_faulty(ANSWERS_ERROR))
        return E_ACTIVE;
    links[k].handle = 0;
    if (!is_faulty(ONE_SLOT_STAYS))
        *slot_of(k) = &unbound;
    change();
    return 0;
}

static void lead(u32 k, u32 to)
{
    links[k].to = to;
    if (!is_faulty(ONE_SLOT_STAYS) || k != faulty_slot)
        *slot_of(k) = &instances[to];
}

static int world_rebind(int binding, int provider, const char *interface)
{
    const u32 k = (u32)binding - 1000;

    (void)interface;
    if (is_faulty(ANSWERS_ERROR))
        return E_ACTIVE;
    if (!is_faulty(ANSWERS_ZERO))
        lead(k, module_of(provider));
    change();
    return 0;
}

static int world_replace(int handle, const char *name)
{
    const u32 from = module_of(handle);

    if (is_faulty(ANSWERS_ERROR) || is_faulty(ANSWERS_ZERO))
        return is_faulty(ANSWERS_ZERO) ? 0 : E_ACTIVE;
    const int new = world_load(name);
    for (u32 k = 0; k < SLOTS_MOST; k++)
        if (links[k].handle && links[k].to == from)
            lead(k, module_of(new));
    remove_module(from);
    return new;
}

static int world_drain(int handle, u32 yes)
{
    if (!is_faulty(NOT_DRAINING))
        node_of(module_of(handle))->state = yes ? NODE_DRAINING : NODE_LIVE;
    seen_state = node_of(module_of(handle))->state;
    change();
    return is_faulty(DRAIN_ANSWERS) ? 1 : 0;
}

static int query_region(u32 space, u32 base, struct region_info *info)
{
    const struct graph_node *node = &fake.nodes[base / 0x10000 - 1];

    CHECK(space == NMM_UPS && base % 0x10000 == 0);
    info->region = node->region;
    return node->region != 0;
}

static const struct cm world_cm = {
    .load = world_load, .unload = world_unload, .find = world_find,
    .bind = world_bind, .rebind = world_rebind, .unbind = world_unbind,
    .replace = world_replace, .drain = world_drain };
static const struct nmm world_nmm = { .query_region = query_region };

static void world_start(u32 slots)
{
    slot_count = slots;
    for (u32 i = 0; i < MODULES; i++)
        modules[i].handle = 0;
    for (u32 k = 0; k < SLOTS_MOST; k++)
        links[k].handle = 0;
    for (u32 k = 0; k < slots; k++)
        *slot_of(k) = &unbound;
    __builtin_memset(&fake, 0, sizeof(fake));
    fault = SOUND;
}

/* One sample in which that goes wrong; what check() says. */
static int sample_with(enum wrong which, int (*prepare)(void),
                       void (*body)(void), int (*check)(void))
{
    fault = SOUND;
    CHECK(prepare() >= 0);
    fault = which;
    timed = 1;
    body();
    timed = 0;
    const int error = check();
    fault = SOUND;
    return error;
}
