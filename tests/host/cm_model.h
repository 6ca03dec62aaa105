/* SPDX-License-Identifier: MIT */
/*
 * What the CM ought to do, without tables, lists or handles of its own: a
 * list of modules, a list of bindings, and looks through both.
 */
#pragma once

#include "cm_world.h"

#define MODULES 40
#define BINDINGS 200

struct model_module {
    u32 handle;                 /* 0: free */
    const struct plan *plan;
    u32 state, serial, core;
};

struct model_binding {
    u32 handle;                 /* 0: free */
    struct model_module *client, *provider;
    u32 receptacle, slot, interface;
};

static struct model_module modules[MODULES];
static struct model_binding bound[BINDINGS];
static u32 loads;
static const struct model_module *leaving;      /* counts at no interface */

static struct model_module *model_module(u32 handle)
{
    for (u32 i = 0; i < MODULES; i++)
        if (handle && modules[i].handle == handle)
            return &modules[i];
    return NULL;
}

static struct model_binding *model_binding(u32 handle)
{
    for (u32 i = 0; i < BINDINGS; i++)
        if (handle && bound[i].handle == handle)
            return &bound[i];
    return NULL;
}

static struct model_module *model_add(u32 handle, const struct plan *plan)
{
    for (u32 i = 0; i < MODULES; i++) {
        if (modules[i].handle)
            continue;
        modules[i] = (struct model_module){ handle, plan, NODE_LIVE, ++loads,
                                            0 };
        return &modules[i];
    }
    CHECK(0);
    return NULL;
}

static int side_of(const struct side *sides, const char *name)
{
    for (int i = 0; i < PARTS && sides[i].name; i++)
        if (!strcmp(sides[i].name, name))
            return i;
    return -1;
}

#define INTERFACE_OF(b) ((b)->provider->plan->interface[(b)->interface])
#define RECEPTACLE_OF(b) ((b)->client->plan->receptacle[(b)->receptacle])

static u32 count_interface(const struct model_module *m, u32 interface)
{
    u32 n = 0;

    for (u32 i = 0; i < BINDINGS; i++)
        n += bound[i].handle && bound[i].provider == m &&
             bound[i].interface == interface && bound[i].client != leaving;
    return n;
}

static u32 count_receptacle(const struct model_module *m, u32 receptacle)
{
    u32 n = 0;

    for (u32 i = 0; i < BINDINGS; i++)
        n += bound[i].handle && bound[i].client == m &&
             bound[i].receptacle == receptacle;
    return n;
}

static u32 count_gates(void)
{
    u32 n = 0;

    for (u32 i = 0; i < BINDINGS; i++)
        n += bound[i].handle && bound[i].provider->core;
    return n;
}

/* The lowest slot that none is bound in, or -1. */
static int free_slot(const struct model_module *m, u32 receptacle)
{
    for (u32 slot = 0; slot < m->plan->receptacle[receptacle].count; slot++) {
        u32 taken = 0;
        for (u32 i = 0; i < BINDINGS; i++)
            taken |= bound[i].handle && bound[i].client == m &&
                     bound[i].receptacle == receptacle && bound[i].slot == slot;
        if (!taken)
            return (int)slot;
    }
    return -1;
}

/* "bindcount() < n" and "<colour, red>": no others are in the plans. */
static int holds(const struct side *own, u32 count, const struct side *other)
{
    u32 most;

    if (!own->predicate)
        return 1;
    if (sscanf(own->predicate, "bindcount() < %u", &most) == 1)
        return count < most;
    return other->pairs && !strcmp(other->pairs, own->predicate);
}

/* `old` would go: it is one of that receptacle. */
static int pair_error(const struct model_module *client, u32 receptacle,
                      const struct model_module *provider, u32 interface,
                      const struct model_binding *old)
{
    const struct side *r = &client->plan->receptacle[receptacle];
    const struct side *i = &provider->plan->interface[interface];
    const int same = old && old->provider == provider &&
                     old->interface == interface;

    if (strcmp(r->type, "*") && strcmp(r->type, i->type))
        return E_TYPE;
    if (!holds(r, count_receptacle(client, receptacle) - (old != NULL), i) ||
        !holds(i, count_interface(provider, interface) - (u32)same, r))
        return E_CONSTRAINT;
    return 0;
}

static int end_error(const struct model_module *m)
{
    return !m ? E_HANDLE : m->state == NODE_DEAD ? E_DEAD :
           m->state == NODE_LIVE ? 0 : E_BUSY;
}

/* Of a gate: for whom, and is there one? `more` of them are in use. */
static int gate_error(const struct model_module *client,
                      const struct model_module *provider)
{
    if (!provider->core)
        return 0;
    if (client->plan->type == MODULE_APPLICATION &&
        !strcmp(provider->plan->name, "cpu"))
        return E_TYPE;
    return count_gates() == WORLD_GATES ? E_FULL : 0;
}

static int bind_error(const struct model_module *client, const char *receptacle,
                      const struct model_module *provider,
                      const char *interface)
{
    const int client_error = end_error(client);

    if (client_error || end_error(provider))
        return client_error ? client_error : end_error(provider);
    const int i = side_of(provider->plan->interface, interface);
    const int r = side_of(client->plan->receptacle, receptacle);
    if (i < 0 || r < 0)
        return E_NOTFOUND;
    if (free_slot(client, (u32)r) < 0)
        return E_BUSY;
    const int error = pair_error(client, (u32)r, provider, (u32)i, NULL);
    return error ? error : gate_error(client, provider);
}

static void model_bind(u32 handle, struct model_module *client, u32 receptacle,
                       struct model_module *provider, u32 interface)
{
    const u32 slot = (u32)free_slot(client, receptacle);

    for (u32 i = 0; i < BINDINGS; i++) {
        if (bound[i].handle)
            continue;
        bound[i] = (struct model_binding){ handle, client, provider,
                                           receptacle, slot, interface };
        return;
    }
    CHECK(0);
}

static int rebind_error(const struct model_binding *b,
                        const struct model_module *provider,
                        const char *interface)
{
    if (!b)
        return E_HANDLE;
    if (end_error(provider))
        return end_error(provider);
    const int i = side_of(provider->plan->interface, interface);
    if (i < 0)
        return E_NOTFOUND;
    const int error = pair_error(b->client, b->receptacle, provider, (u32)i,
                                 b);
    return error ? error : gate_error(b->client, provider);
}

static int unload_error(const struct model_module *m, u32 inside)
{
    if (!m)
        return E_HANDLE;
    if (m->core)
        return E_INVALID;
    for (u32 i = 0; i < BINDINGS; i++)
        if (bound[i].handle && bound[i].provider == m && bound[i].client != m)
            return E_BUSY;
    if (m->state == NODE_DEAD)
        return 0;
    return entered == m->handle ? E_BUSY : inside ? E_ACTIVE : 0;
}

static void model_release(struct model_module *m)
{
    for (u32 i = 0; i < BINDINGS; i++)
        if (bound[i].handle && bound[i].client == m)
            bound[i].handle = 0;
}
