/* SPDX-License-Identifier: MIT */
/*
 * The two ends of a binding: checking them, and what a binding counts and
 * leaves at each. Inline, because binding is measured.
 */
#pragma once

#include "../base/layout.h"
#include "../gate/wrapper.h"
#include "../registry/lists.h"
#include "cm.h"
#include "../registry/constraints.h"

struct ends {
    struct graph_node *caller, *provider;
    struct graph_receptacle *receptacle;
    struct graph_interface *interface;
};

/* The module of that handle, if it is live: refused as that `role`. */
static inline int ends_check_node(u32 handle, const char *role,
                                  struct graph_node **node)
{
    *node = node_of(handle);
    if (!*node)
        return refuse(E_HANDLE, "%s: no module has handle %u", role, handle);
    if ((*node)->state == NODE_DEAD)
        return refuse(E_DEAD, "%s: module '%s' is dead", role, (*node)->name);
    if ((*node)->state != NODE_LIVE)
        return refuse(E_BUSY, "%s: module '%s' is being unloaded", role,
                      (*node)->name);
    return 0;
}

/* The provider's side, into e. */
static inline int ends_check_provider(struct ends *e, u32 provider,
                                      const char *interface)
{
    const int error = ends_check_node(provider, "provider", &e->provider);

    if (error)
        return error;
    e->interface = find_interface(e->provider, interface);
    if (!e->interface)
        return refuse(E_NOTFOUND, "module '%s' has no interface '%s'",
                      e->provider->name, interface);
    return 0;
}

static inline int ends_takes_any(const struct graph_receptacle *r)
{
    return r->type[0] == '*' && !r->type[1];
}

/* Type and constraints. `replaced`: the binding that would go, or NULL. */
static inline int ends_check_pair(const struct ends *e,
                                  const struct graph_binding *replaced)
{
    const struct graph_receptacle *r = e->receptacle;
    const struct graph_interface *i = e->interface;

    if (!ends_takes_any(r) && !is_same(r->type, i->type))
        return refuse(E_TYPE, "receptacle '%s' takes type '%s', interface "
                      "'%s' is of type '%s'", r->name, r->type, i->name,
                      i->type);
    return constraints_check(r, i, replaced);
}

static inline void ends_write_slot(saddr_t slot, u32 table)
{
    u32 *p = core->user_pointer(slot, 4);
    if (p)
        *p = table;
}

/* The table for the caller, and with it the gate of a binding to the core. */
static inline int ends_connect(struct graph_binding *b, const struct ends *e,
                               saddr_t *table)
{
    const struct wrapper *w = wrapper_of(e->interface);

    b->selector = 0;
    *table = e->interface->table;
    if (!w || is_core(e->caller))   /* the CM needs no gate */
        return 0;
    if (w->system_only && e->caller->type == MODULE_APPLICATION)
        return refuse(E_TYPE, "'%s' is for system and binding modules; '%s' "
                      "is an application", w->name, e->caller->name);
    const int gate = core->gate_create(b->caller, b->handle, w->table,
                                       w->count);
    if (gate < 0)
        return refuse_full("binding to the core", GATES);
    b->selector = core->gate_selector((u32)gate);
    *table = core->gate_table((u32)gate);
    return 0;
}

/* `interface` and `selector` are of before, when a rebind has changed b. */
static inline void ends_disconnect(const struct graph_binding *b,
                                   const struct graph_interface *interface,
                                   u32 selector)
{
    const struct wrapper *w = interface ? wrapper_of(interface) : NULL;

    if (!selector)
        return;
    if (w && w->released)
        w->released(b->handle);
    core->gate_destroy((selector >> 3) - GATE_FIRST);
}

static inline void ends_count(const struct ends *e, int change)
{
    e->caller->bound_out = (u16)(e->caller->bound_out + change);
    e->receptacle->bound = (u16)(e->receptacle->bound + change);
    if (e->provider)
        e->provider->bound_in = (u16)(e->provider->bound_in + change);
    if (e->interface)
        e->interface->bound = (u16)(e->interface->bound + change);
}

static inline void ends_link(const struct graph_binding *b,
                              const struct ends *e)
{
    const u32 index = HANDLE_INDEX(b->handle);

    list_add(LIST_INTERFACE, HANDLE_INDEX(e->interface->handle), index,
              constraints_pairs(e->receptacle->constraint));
    list_add(LIST_RECEPTACLE, HANDLE_INDEX(e->receptacle->handle), index,
              constraints_pairs(e->interface->constraint));
}

static inline void ends_unlink(const struct graph_binding *b,
                                const struct ends *e)
{
    const u32 index = HANDLE_INDEX(b->handle);

    list_remove(LIST_INTERFACE, HANDLE_INDEX(e->interface->handle), index);
    list_remove(LIST_RECEPTACLE, HANDLE_INDEX(e->receptacle->handle),
                 index);
}

static inline struct ends ends_of(const struct graph_binding *b)
{
    return (struct ends){
        .caller = node_of(b->caller),
        .provider = node_of(b->provider),
        .receptacle = table_get(&receptacles, b->receptacle),
        .interface = table_get(&interfaces, b->interface),
    };
}

/* The newest binding of that interface or receptacle; NULL: there is none. */
static inline struct graph_binding *ends_first_of(enum list_kind kind, u32 of)
{
    const struct constraint_bound *link = list_of(kind, of)->first;

    return link ? table_at(&bindings, list_binding(kind, link)) : NULL;
}
