/* SPDX-License-Identifier: MIT */
/*
 * Carried modules (api/carrier.h): a block of their carrier's memory is their
 * image. They come and go at the carrier's word, and with it.
 *
 * Invariant: a carried module carries nothing, so that all that goes with a
 * carrier is one step away; `carries` counts it. The region of the block is held
 * as long as node->region names it.
 */
#include "carried.h"

#include "../api/carrier.h"
#include "../manifest/manifest.h"
#include "../registry/names.h"
#include "ends.h"

static int check_carrier(u32 handle, struct graph_node **carrier)
{
    const int error = ends_check_node(handle, "carrier", carrier);

    if (!error && (*carrier)->carrier)
        return refuse(E_TYPE, "module '%s' is carried itself",
                      (*carrier)->name);
    return error;
}

static int check_sizes(const struct carried *c)
{
    if (c->space <= 0)
        return refuse(E_INVALID, "space is %d; a carrier's number of a space "
                      "is above 0", c->space);
    if (!c->text_size || c->text_size > c->fixed_size ||
        c->fixed_size > c->size)
        return refuse(E_RANGE, "%u bytes of code, %u that are fixed, %u in "
                      "all: each has to contain the one before",
                      c->text_size, c->fixed_size, c->size);
    if (c->manifest_size > c->size ||
        c->manifest - c->base > c->size - c->manifest_size)
        return refuse(E_ADDRESS, "the manifest, %u bytes at 0x%x, is not in "
                      "the block, %u bytes at 0x%x", c->manifest_size,
                      c->manifest, c->size, c->base);
    return 0;
}

/* Before: the block lies in the UPS, so that nothing wraps. */
static int check_overlap(const struct carried *c)
{
    u32 left = *nodes.live;

    for (u32 i = 0; left; i++) {
        const struct graph_node *node = table_at(&nodes, i);
        if (!node->handle)
            continue;
        left--;
        if (node->size && node->base < c->base + c->size &&
            c->base < node->base + node->size)
            return refuse(E_BUSY, "the block, %u bytes at 0x%x, overlaps "
                          "the image of module '%s'", c->size, c->base,
                          node->name);
    }
    return 0;
}

/* All that can be refused before there is an entry; the region is held then. */
static int take_block(u32 carrier, const struct carried *c, u32 *region)
{
    int error = check_sizes(c);

    if (error)
        return error;
    if (core->region_hold(carrier, c->base, c->size, region) < 0)
        return refuse(E_ADDRESS, "the block, %u bytes at 0x%x, is in no plain "
                      "region of the carrier's", c->size, c->base);
    error = check_overlap(c);
    if (error)
        core->region_unhold(*region);
    return error;
}

static int read(struct graph_node *node, const struct loaded *loaded)
{
    const int error = manifest_read(node, loaded);

    if (error)
        return error;
    if (node->init)
        return refuse(E_MANIFEST, "'%s' has an init: where a program begins "
                      "its carrier sees to", node->name);
    names_add(node);
    return module_bind(node, loaded);
}

/* Within a change. */
static int create(struct graph_node *carrier, const struct carried *c,
                  u32 region)
{
    const struct loaded loaded = {
        region, c->base, c->size, c->text_size, c->fixed_size, c->manifest,
        c->manifest_size };
    struct graph_node *node = module_begin();

    if (!node) {
        core->region_unhold(region);
        return refuse_full("module", GRAPH_NODES);
    }
    node->base = c->base;
    node->size = c->size;
    node->region = region;
    node->space = (u32)c->space;
    node->carrier = carrier->handle;
    carrier->carries++;
    const int error = read(node, &loaded);
    if (!error)
        return (int)node->handle;
    module_discard(node);
    return error;
}

int carried_enter(u32 handle, const struct carried *c)
{
    struct graph_node *carrier;
    u32 region;
    int error = check_carrier(handle, &carrier);

    if (!error)
        error = take_block(handle, c, &region);
    if (error)
        return error;
    begin();
    const int result = create(carrier, c, region);
    end();
    return result;
}

/* The module of that handle, if that carrier carries it; else a reason. */
static struct graph_node *find(u32 carrier, u32 handle)
{
    struct graph_node *node = node_of(handle);

    if (node && node->carrier == carrier)
        return node;
    refuse(E_HANDLE, "handle %u is no module that '%s' carries", handle,
           node_of(carrier)->name);
    return NULL;
}

int carried_died(u32 carrier, u32 handle)
{
    const struct graph_node *node = find(carrier, handle);

    if (!node)
        return E_HANDLE;
    if (node->state == NODE_DEAD)
        return refuse(E_DEAD, "module '%s' is dead already", node->name);
    module_kill(handle);
    return 0;
}

int carried_release(u32 carrier, u32 handle, saddr_t stack)
{
    return find(carrier, handle) ? module_release(handle, stack) : E_HANDLE;
}

int carried_leave(u32 carrier, u32 handle, saddr_t caller, saddr_t ebp)
{
    struct graph_node *node = find(carrier, handle);
    int error;

    if (!node)
        return E_HANDLE;
    error = node->state == NODE_DEAD ? 0 : module_check_held(node);
    if (!error)
        error = module_check_active(node, caller, ebp);
    if (!error)
        module_discard(node);
    return error;
}

/* The first one from entry *i on, which moves there. Before: there is one. */
static struct graph_node *next(const struct graph_node *carrier, u32 *i)
{
    struct graph_node *node;

    do
        node = table_at(&nodes, (*i)++);
    while (node->carrier != carrier->handle);
    return node;
}

int carried_refuse(const struct graph_node *carrier)
{
    u32 i = 0;

    return refuse(E_BUSY, "module '%s' carries %u modules, '%s' among them",
                  carrier->name, carrier->carries, next(carrier, &i)->name);
}

void carried_forget(struct graph_node *node)
{
    node_of(node->carrier)->carries--;
    if (node->region)                   /* else it has gone with the carrier */
        core->region_unhold(node->region);
}

void carried_discard(const struct graph_node *carrier)
{
    for (u32 i = 0; carrier->carries;)
        module_discard(next(carrier, &i));
}

void carried_kill(const struct graph_node *carrier)
{
    u32 left = carrier->carries;

    for (u32 i = 0; left; left--) {
        struct graph_node *node = next(carrier, &i);
        if (module_is_alive(node))
            module_end(node);
        core->region_unhold(node->region);
        node->size = 0;
        node->region = 0;
    }
}
