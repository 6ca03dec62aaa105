/* SPDX-License-Identifier: MIT */
/* Unloading, and what is left to do when a module has died. */
#include "carried.h"

#include "../thread/stack.h"
#include "../gate/wrapper.h"
#include "../registry/names.h"

static int check_wrappers(const struct graph_node *node)
{
    for (u32 i = 0; core->wrappers[i]; i++) {
        const struct wrapper *w = core->wrappers[i];
        if (w->entered && w->entered(node->handle))
            return refuse(E_BUSY, "a %s leads into module '%s'", w->name,
                          node->name);
    }
    return 0;
}

static int is_inside(const struct graph_node *node, saddr_t caller)
{
    return caller - node->base < node->size ||
           module_is_called(node->handle);
}

static int refuse_active(const struct graph_node *node, u32 found)
{
    if (found == STACK_ENDLESS)
        return refuse(E_ACTIVE, "whether a call is inside module '%s' "
                      "cannot be told: the lists of threads and frames do "
                      "not end", node->name);
    if (found)
        return refuse(E_ACTIVE, "a call is still inside module '%s'",
                      node->name);
    return 0;
}

int module_check_active(const struct graph_node *node, saddr_t caller,
                        saddr_t ebp)
{
    return refuse_active(node, is_inside(node, caller) ? STACK_INSIDE :
                               core->is_active(node->base, node->size, ebp));
}

int module_check_entered(const struct graph_node *node, saddr_t caller,
                         saddr_t ebp)
{
    return refuse_active(node, is_inside(node, caller) ? STACK_INSIDE :
                               core->is_entered(node->base, node->size, ebp));
}

/* A binding to itself holds nobody: it goes with the module. */
static u32 count_holders(const struct graph_node *node)
{
    return node->bound_in ? node->bound_in - binding_count_own(node) : 0;
}

static int check_bound(const struct graph_node *node)
{
    const u32 holders = count_holders(node);

    return holders ? refuse(E_BUSY, "interfaces of module '%s' are bound %u "
                            "times", node->name, holders) : 0;
}

int module_check_held(const struct graph_node *node)
{
    const int error = check_bound(node);

    return error ? error : check_wrappers(node);
}

static int check_unload(const struct graph_node *node, saddr_t caller,
                        saddr_t ebp)
{
    int error = check_bound(node);

    if (error || node->state == NODE_DEAD)
        return error;
    if (node->carries)
        return carried_refuse(node);
    error = check_wrappers(node);
    return error ? error : module_check_active(node, caller, ebp);
}

/* The CM and the loader can be given back (paper 3.2); what is bound to the
 * CM stays bound, and gets E_GONE for every later request. */
static int unload_core(struct graph_node *node)
{
    const int loader = node == core_node("loader");

    if (!loader && node != core_node("cm"))
        return refuse(E_INVALID, "module '%s' is part of the core",
                      node->name);
    if (!loader && module_calls())
        return refuse(E_ACTIVE, "the configuration manager waits for a "
                      "module's init or exit");
    begin();
    node->state = NODE_GONE;
    if (!loader)
        core_node("loader")->state = NODE_GONE;
    end();
    if (loader)
        core->release_loader();
    else
        core->release_manager(cm_methods, carried_methods);
    return 0;
}

static int is_orphans(const struct graph_interface *i)
{
    return is_same(i->type, "orphans");
}

/* Ring 1 runs: what was looked up before may be gone. */
static void drop_orphans(const struct graph_interface *i, saddr_t stack)
{
    const struct graph_node *node = node_of(i->node);
    const u32 *method = core->user_pointer(i->table, sizeof(u32));

    if (node->state == NODE_LIVE && !is_core(node) && method &&
        !module_check_call())
        module_call(node->handle, *method, stack, 0);
}

void module_drop_orphans(saddr_t stack)
{
    for (u32 i = 0; i < interfaces.capacity; i++) {
        const struct graph_interface *entry = table_at(&interfaces, i);
        if (entry->handle && is_orphans(entry))
            drop_orphans(entry, stack);
    }
}

/* Again, when the module has given back what it need not keep. */
static int check_again(u32 handle, saddr_t stack, saddr_t caller, saddr_t ebp)
{
    const struct graph_node *node = node_of(handle);
    const struct graph_interface *i = find_interface(node, "orphans");

    if (i && is_orphans(i) && !count_holders(node)) {
        drop_orphans(i, stack);
        node = node_of(handle);
    }
    return node ? check_unload(node, caller, ebp)
                : refuse(E_HANDLE, "no module has handle %u", handle);
}

/* Can the upcalls be made that its end takes? */
static int check_calls(const struct graph_node *node)
{
    int error = node->exit || node->carrier ? module_check_call() : 0;

    if (!error && node->carrier)
        error = carrier_check(node);
    return error;
}

/* Its exit has run, at ring 1. */
static int check_exited(const struct graph_node *node)
{
    if (count_holders(node))
        return refuse(E_BUSY, "module '%s' was bound again by its exit",
                      node->name);
    return node->carries && module_is_alive(node) ? carried_refuse(node) : 0;
}

static int finish(struct graph_node *node, saddr_t stack)
{
    if (node->carrier)
        return carrier_unload(node->handle, stack);
    module_discard(node);
    return 0;
}

int module_unload(u32 handle, saddr_t stack, saddr_t caller, saddr_t ebp)
{
    struct graph_node *node = node_of(handle);

    if (!node)
        return refuse(E_HANDLE, "no module has handle %u", handle);
    if (is_core(node))
        return unload_core(node);
    int error = check_unload(node, caller, ebp);
    if (error == E_BUSY) {
        error = check_again(handle, stack, caller, ebp);
        node = node_of(handle);
    }
    if (!error)
        error = check_calls(node);
    if (error)
        return error;
    if (node->exit && node->state != NODE_DEAD) {
        module_call(handle, node->exit, stack, handle);
        node = node_of(handle);         /* exit runs at ring 1 */
        if (!node)
            return 0;
        error = check_exited(node);
        if (error)
            return error;
    }
    return finish(node, stack);
}

void module_end(struct graph_node *node)
{
    binding_mark_dead(node);
    binding_release_caller(node);
    names_remove(node);
    core->reclaim(node->handle);
    node->state = NODE_DEAD;
}

void module_kill(u32 handle)
{
    struct graph_node *node = node_of(handle);

    if (!node || !module_is_alive(node))
        return;
    begin();
    if (node->carries)
        carried_kill(node);
    module_end(node);
    if (!node->carrier) {               /* else its block is the carrier's */
        node->size = 0;
        node->region = 0;
    }
    end();
}
