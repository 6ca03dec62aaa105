/* SPDX-License-Identifier: MIT */
/*
 * Binding modules that keep something as long as a binding lasts (api/cm.h, struct
 * release): they are asked to give it back before that ends. An upcall each; after
 * it, nothing that was looked up before is believed.
 */
#include "cm.h"

#include "../api/manifest.h"

#define END_CALLER (END_BOTH & ~END_PROVIDER)

/* How it is asked; 0: it keeps nothing. */
static saddr_t method_of(u32 module)
{
    const struct graph_node *node = node_of(module);

    if (!node || node->type != MODULE_BINDING || !module_is_alive(node))
        return 0;
    const struct graph_interface *i = find_interface(node, "release");
    const u32 *method = i && is_same(i->type, "release") ?
                        core->user_pointer(i->table, sizeof(u32)) : NULL;
    return method ? *method : 0;
}

/* One that dies of it keeps nothing any more. */
static int ask(u32 module, u32 binding, saddr_t stack)
{
    const saddr_t method = method_of(module);
    const int error = method ? module_check_call() : 0;

    if (!method || error)
        return error;
    const u64 result = module_call(module, method, stack, binding);
    const struct graph_node *node = node_of(module);
    if (result >> 32 || (int)result >= 0 || !node)
        return 0;
    return refuse(E_BUSY, "module '%s' cannot give back now what it keeps for "
                  "the binding (%d)", node->name, (int)result);
}

static int release(const struct graph_binding *b, u32 ends, saddr_t stack)
{
    const u32 caller = b->caller, handle = b->handle;
    const int error = ends & END_PROVIDER ? ask(b->provider, handle, stack) : 0;

    return !error && ends & END_CALLER ? ask(caller, handle, stack) : error;
}

int binding_release(u32 handle, u32 ends, const struct request *request)
{
    core->asked(request->caller, request->ebp, request->stack);
    const int error = release(table_get(&bindings, handle), ends, request->stack);
    core->answered();
    return error;
}

/* The bindings of which that module is one of those ends, from the other's. */
static int release_all(u32 module, u32 own, u32 ends, saddr_t stack)
{
    int error = 0;

    for (u32 i = 0; i < bindings.capacity; i++) {
        const struct graph_binding *b = table_at(&bindings, i);
        if (!b->handle || !((own & END_PROVIDER && b->provider == module) ||
                            (own & END_CALLER && b->caller == module)))
            continue;
        const int answer = release(b, ends, stack);
        error = error ? error : answer;
    }
    return error;
}

int module_release_own(u32 module, saddr_t stack)
{
    return release_all(module, END_PROVIDER, END_PROVIDER, stack);
}

int module_release(u32 module, saddr_t stack)
{
    return release_all(module, END_BOTH, END_BOTH, stack);
}
