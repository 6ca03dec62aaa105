/* SPDX-License-Identifier: MIT */
/* Loading a module: from its source into the graph, or nothing at all. */
#include "carried.h"

#include "../manifest/manifest.h"
#include "../registry/names.h"
#include "source.h"

static u32 serial;

/* Everything the module has; its entry in the graph goes, too. Where its
 * init binds it and then refuses, also its interfaces are bound. */
void module_discard(struct graph_node *node)
{
    begin();
    if (node->carries)
        carried_discard(node);
    binding_release_caller(node);
    binding_release_provider(node);
    unregister_all(node);
    names_remove(node);
    core->reclaim(node->handle);
    if (node->carrier)
        carried_forget(node);
    table_destroy(&nodes, node);
    end();
}

static int check_loader(void)
{
    return core->loader ? 0 : refuse(E_GONE, "the loader has been unloaded");
}

static int place(struct graph_node *node, const char *name,
                 const struct image_bytes *image, struct loaded *loaded)
{
    char why[REASON_SIZE];
    int error = check_loader();         /* ring 1 may have run */

    if (error)
        return error;
    error = core->loader->load(image->data, image->size, node->handle,
                               loaded, why);
    if (error)
        return refuse(error, "module '%s': %s", name, why);
    node->base = loaded->base;
    node->size = loaded->size;
    node->region = loaded->region;
    return 0;
}

/* The module's own initialisation (paper 4.3.2), at ring 1. */
static int initialise(const struct graph_node *node, saddr_t stack)
{
    if (!node->init)
        return 0;
    const u32 handle = node->handle;
    reason_clear();             /* where it passes one on, that stands */
    const u64 result = module_call(handle, node->init, stack, handle);

    if (result >> 32)
        return refuse(E_DIED, "the module died in its init");
    if ((s32)result < 0)
        return reason_is_of((int)result) ? (int)result :
               refuse((int)result, "its init returned %d", (int)result);
    return 0;
}

struct graph_node *module_begin(void)
{
    struct graph_node *node = entry_create(&nodes);

    if (node) {
        node->state = NODE_LIVE;
        node->serial = ++serial;
    }
    return node;
}

u32 module_serial(void)
{
    return serial;
}

/* The module with all that its manifest says, or nothing: its handle. */
static int create(const char *name, const struct image_bytes *image,
                  struct loaded *loaded)
{
    struct graph_node *node = module_begin();

    if (!node)
        return refuse_full("module", GRAPH_NODES);
    int error = place(node, name, image, loaded);
    if (!error)
        error = manifest_read(node, loaded);
    if (error) {
        module_discard(node);
        return error;
    }
    names_add(node);
    return (int)node->handle;
}

int module_load(const char *name, saddr_t stack)
{
    struct loaded loaded;
    struct image_bytes image;
    int error = module_check_call();

    if (!error)
        error = check_loader();
    if (!error)
        error = source_fetch(name, stack, &image);
    if (error)
        return error;
    begin();
    const int handle = create(name, &image, &loaded);
    end();
    source_release(&image);
    if (handle < 0)
        return handle;
    struct graph_node *node = node_of((u32)handle);
    error = module_bind(node, &loaded);
    if (!error)
        error = initialise(node, stack);
    /* init runs at ring 1: by now the node may be another's, or dead */
    node = node_of((u32)handle);
    if (!error && (!node || node->state == NODE_DEAD))
        error = refuse(E_DIED, "the module died while its init ran");
    if (!error)
        return handle;
    if (node)
        module_discard(node);
    return error;
}
