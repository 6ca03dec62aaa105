/* SPDX-License-Identifier: MIT */
/*
 * Hot change: a new version takes the place of a running module. Everything
 * that can refuse comes first, with the old one running; the switch itself
 * is a loop of pointer writes.
 */
#include "carried.h"

#define STATE_ROOM 64               /* of the caller's stack, for the state */

/* The caller's stack lends the place where both sides see the state. */
static int hand_over(const struct graph_node *old,
                     const struct graph_node *new, saddr_t stack)
{
    const saddr_t at = (stack - STATE_ROOM) & ~3u;
    struct module_state *state = core->user_pointer(at, sizeof(*state));
    const u32 handle = new->handle;

    if (!old->export_state)
        return 0;
    if (!new->import_state)
        return refuse(E_UNSUPPORTED, "'%s' has state, and '%s' no "
                      "import_state", old->name, new->name);
    if (!state)
        return refuse(E_ADDRESS, "no stack to hand the state over");
    *state = (struct module_state){ 0 };
    u64 result = module_call(old->handle, old->export_state, at, at);
    if (result >> 32 || (s32)result < 0)
        return refuse(result >> 32 ? E_DIED : (int)result,
                      "export_state of the old module failed");
    if (new != node_of(handle) || !new->import_state)
        return refuse(E_DIED, "the new module went away while the old one "
                      "exported its state");
    if (!core->user_pointer((saddr_t)state->data, state->size))
        return refuse(E_ADDRESS, "'%s' exports state outside the UPS",
                      old->name);
    result = module_call(handle, new->import_state, at, at);
    if (result >> 32 || (s32)result < 0)
        return refuse(result >> 32 ? E_DIED : (int)result,
                      "import_state refused the state: %d", (int)result);
    return 0;
}

static int check_old(const struct graph_node *old, u32 handle,
                     saddr_t caller, saddr_t ebp)
{
    if (!old)
        return refuse(E_HANDLE, "no module has handle %u", handle);
    if (is_core(old))
        return refuse(E_INVALID, "module '%s' is part of the core",
                      old->name);
    if (old->state != NODE_LIVE)
        return refuse(E_DEAD, "module '%s' is dead or draining", old->name);
    return old->export_state ? module_check_entered(old, caller, ebp) : 0;
}

static int prepare(const struct graph_node *old, struct graph_node *new,
                   saddr_t stack)
{
    int error = binding_check_move(old, new);

    if (!error)
        error = binding_copy(old, new);
    if (!error)
        error = hand_over(old, new, stack);
    return error;
}

/* Its exit, or its carrier, may have changed it. */
static void leave_draining(struct graph_node *old)
{
    if (!old || old->state != NODE_LIVE)
        return;
    begin();
    old->state = NODE_DRAINING;
    end();
}

/* What it keeps for those who are bound to it: nobody could give that back when they
 * are bound to the new one. */
static int release(u32 handle, saddr_t stack)
{
    const struct graph_node *old = node_of(handle);

    if (!old || old->type != MODULE_BINDING)
        return 0;
    const int error = module_release_own(handle, stack);
    old = node_of(handle);
    return error || (old && old->state == NODE_LIVE) ? error :
           refuse(E_DIED, "module %u went away", handle);
}

int module_replace(u32 handle, const char *name, saddr_t stack,
                   saddr_t caller, saddr_t ebp)
{
    struct graph_node *old = node_of(handle);
    int error = check_old(old, handle, caller, ebp);

    if (error)
        return error;
    const int loaded = old->carrier ? carrier_load(old->carrier, name, stack)
                                    : module_load(name, stack);
    if (loaded < 0)
        return loaded;
    /* its init ran at ring 1: is the old one still there, and quiet? */
    struct graph_node *new = node_of((u32)loaded);
    old = node_of(handle);
    error = check_old(old, handle, caller, ebp);
    if (!error)
        error = prepare(old, new, stack);
    if (!error)
        error = release(handle, stack);
    /* all that ran at ring 1: is everybody still there? */
    old = node_of(handle);
    new = node_of((u32)loaded);
    if (!error && (!old || !new || new->state != NODE_LIVE))
        error = refuse(E_DIED, "a module went away while it was replaced");
    if (!error && (old->export_state || old->type == MODULE_BINDING))
        /* and bound as they were? */
        error = binding_check_move(old, new);
    if (error)
        return carrier_abandon((u32)loaded, error, stack);
    binding_move(old, new);
    successor_is_called(old, new);
    if (module_unload(handle, stack, caller, ebp) < 0)
        leave_draining(node_of(handle));        /* calls are inside: later */
    reason_clear();
    return loaded;
}

int module_drain(u32 handle, u32 on)
{
    struct graph_node *node = node_of(handle);

    if (!node)
        return refuse(E_HANDLE, "no module has handle %u", handle);
    if (is_core(node) || on > 1)
        return refuse(E_INVALID, "'%s' cannot drain", node->name);
    if (node->state == NODE_DEAD)
        return refuse(E_DEAD, "module '%s' is dead", node->name);
    begin();
    node->state = on ? NODE_DRAINING : NODE_LIVE;
    end();
    return 0;
}
