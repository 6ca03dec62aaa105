/* SPDX-License-Identifier: MIT */
/*
 * Local bindings. The client's slot holds a pointer to a method table: the
 * provider's own, or, for a wrapper, that of the stubs of the binding's own
 * call gate. Rebinding writes the pointer once; unbinding leaves it at a
 * table that answers "unbound", never at freed memory.
 */
#include "cm.h"

#include "../layout.h"
#include "../wrapper.h"
#include "../string.h"
#include "chains.h"
#include "constraints.h"

#define SLOTS_MAX 64                    /* of one receptacle */

/* Which slots of a receptacle are bound. */
static u64 slots_used[GRAPH_RECEPTACLES];

struct ends {
    struct graph_node *client, *provider;
    struct graph_receptacle *receptacle;
    struct graph_interface *interface;
};

static int check_node(u32 handle, const char *role, struct graph_node **node)
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

static int check_provider(struct ends *e, u32 provider, const char *interface)
{
    const int error = check_node(provider, "provider", &e->provider);

    if (error)
        return error;
    e->interface = find_interface(e->provider, interface);
    if (!e->interface)
        return refuse(E_NOTFOUND, "module '%s' has no interface '%s'",
                      e->provider->name, interface);
    return 0;
}

static int takes_any(const struct graph_receptacle *r)
{
    return r->type[0] == '*' && !r->type[1];
}

static int check_pair(const struct ends *e,
                      const struct graph_binding *replaced)
{
    const struct graph_receptacle *r = e->receptacle;
    const struct graph_interface *i = e->interface;

    if (!takes_any(r) && !is_same(r->type, i->type))
        return refuse(E_TYPE, "receptacle '%s' takes type '%s', interface "
                      "'%s' is of type '%s'", r->name, r->type, i->name,
                      i->type);
    return constraints_check(r, i, replaced);
}

static int find_slot(const struct graph_receptacle *r)
{
    const u64 used = slots_used[HANDLE_INDEX(r->handle)];
    const u32 low = ~(u32)used, high = ~(u32)(used >> 32);
    const u32 first = low ? (u32)__builtin_ctz(low) :
                      high ? 32 + (u32)__builtin_ctz(high) : SLOTS_MAX;

    if (first < r->count)
        return (int)first;
    return refuse(E_BUSY, "every slot of receptacle '%s' is bound", r->name);
}

static void write_slot(saddr_t slot, u32 table)
{
    u32 *p = core->user_pointer(slot, 4);
    if (p)
        *p = table;
}

/* The table for the client, and with it the gate of a binding to the core. */
static int connect(struct graph_binding *b, const struct ends *e)
{
    const struct wrapper *w = wrapper_of(e->interface);

    b->selector = 0;
    if (!w)
        return (int)e->interface->table;
    if (w->system_only && e->client->type == MODULE_APPLICATION)
        return refuse(E_TYPE, "'%s' is for system and binding modules; '%s' "
                      "is an application", w->name, e->client->name);
    const int gate = core->gate_create(b->client, b->handle, w->table,
                                       w->count);
    if (gate < 0)
        return refuse(gate, "every call gate is in use");
    b->selector = core->gate_selector((u32)gate);
    return (int)core->gate_table((u32)gate);
}

/* `interface` and `selector` are of before, when a rebind has changed b. */
static void disconnect(const struct graph_binding *b,
                       const struct graph_interface *interface, u32 selector)
{
    const struct wrapper *w = interface ? wrapper_of(interface) : NULL;

    if (!selector)
        return;
    if (w && w->released)
        w->released(b->handle);
    core->gate_destroy((selector >> 3) - GATE_FIRST);
}

static void count(const struct ends *e, int change)
{
    e->client->bound_out = (u16)(e->client->bound_out + change);
    e->receptacle->bound = (u16)(e->receptacle->bound + change);
    if (e->provider)
        e->provider->bound_in = (u16)(e->provider->bound_in + change);
    if (e->interface)
        e->interface->bound = (u16)(e->interface->bound + change);
}

static void chain(const struct graph_binding *b, const struct ends *e)
{
    const u32 index = HANDLE_INDEX(b->handle);

    chain_add(CHAIN_INTERFACE, HANDLE_INDEX(e->interface->handle), index,
              constraints_pairs(e->receptacle->constraint));
    chain_add(CHAIN_RECEPTACLE, HANDLE_INDEX(e->receptacle->handle), index,
              constraints_pairs(e->interface->constraint));
}

static void unchain(const struct graph_binding *b, const struct ends *e)
{
    const u32 index = HANDLE_INDEX(b->handle);

    chain_remove(CHAIN_INTERFACE, HANDLE_INDEX(e->interface->handle), index);
    chain_remove(CHAIN_RECEPTACLE, HANDLE_INDEX(e->receptacle->handle),
                 index);
}

static void apply_bind(struct graph_binding *b, const struct ends *e,
                       u32 slot, u32 table)
{
    b->provider = e->provider->handle;
    b->receptacle = e->receptacle->handle;
    b->interface = e->interface->handle;
    b->slot = e->receptacle->slots + slot * 4;
    slots_used[HANDLE_INDEX(e->receptacle->handle)] |= 1ull << slot;
    count(e, 1);
    chain(b, e);
    write_slot(b->slot, table);
}

/* Within a change. */
static int create(const struct ends *e, u32 slot)
{
    struct graph_binding *b = entry_create(&bindings);

    if (!b)
        return refuse(E_FULL, "no room for another binding");
    b->client = e->client->handle;
    const int table = connect(b, e);
    if (table < 0) {
        table_destroy(&bindings, b);
        return table;
    }
    apply_bind(b, e, slot, (u32)table);
    return (int)b->handle;
}

int binding_create(u32 client, const char *receptacle, u32 provider,
                   const char *interface)
{
    struct ends e;
    int error = check_node(client, "client", &e.client);

    if (!error)
        error = check_provider(&e, provider, interface);
    if (error)
        return error;
    e.receptacle = find_receptacle(e.client, receptacle);
    if (!e.receptacle)
        return refuse(E_NOTFOUND, "module '%s' has no receptacle '%s'",
                      e.client->name, receptacle);
    const int slot = find_slot(e.receptacle);
    if (slot < 0)
        return slot;
    error = check_pair(&e, NULL);
    if (error)
        return error;

    begin();
    const int result = create(&e, (u32)slot);
    end();
    return result;
}

static struct ends ends_of(const struct graph_binding *b)
{
    return (struct ends){
        .client = node_of(b->client),
        .provider = node_of(b->provider),
        .receptacle = table_get(&receptacles, b->receptacle),
        .interface = table_get(&interfaces, b->interface),
    };
}

int binding_change(u32 handle, u32 provider, const char *interface)
{
    struct graph_binding *b = table_get(&bindings, handle);

    if (!b)
        return refuse(E_HANDLE, "no binding has handle %u", handle);
    const struct ends old = ends_of(b);
    struct ends new = old;
    int error = check_provider(&new, provider, interface);
    if (!error)
        error = check_pair(&new, b);
    if (error)
        return error;
    const u32 old_selector = b->selector;
    begin();
    const int table = connect(b, &new);
    if (table < 0) {
        b->selector = old_selector;
        end();
        return table;
    }

    count(&old, -1);
    unchain(b, &old);
    b->provider = new.provider->handle;
    b->interface = new.interface->handle;
    count(&new, 1);
    chain(b, &new);
    write_slot(b->slot, (u32)table);
    disconnect(b, old.interface, old_selector);
    end();
    return 0;
}

static void destroy(struct graph_binding *b)
{
    const struct ends e = ends_of(b);
    const u32 slot = (b->slot - e.receptacle->slots) / 4;

    begin();
    write_slot(b->slot, core->unbound);
    disconnect(b, e.interface, b->selector);
    slots_used[HANDLE_INDEX(e.receptacle->handle)] &= ~(1ull << slot);
    count(&e, -1);
    unchain(b, &e);
    table_destroy(&bindings, b);
    end();
}

int binding_destroy(u32 handle)
{
    struct graph_binding *b = table_get(&bindings, handle);

    if (!b)
        return refuse(E_HANDLE, "no binding has handle %u", handle);
    destroy(b);
    return 0;
}

static struct graph_binding *first_of(enum chain_kind kind, u32 of)
{
    const struct constraint_bound *link = chain_of(kind, of)->first;

    return link ? table_at(&bindings, chain_binding(kind, link)) : NULL;
}

static void release(enum chain_kind kind, u32 of)
{
    struct graph_binding *b;

    while ((b = first_of(kind, of)))
        destroy(b);
}

static u32 count_to(u32 receptacle, u32 provider)
{
    const struct constraint_bound *link =
        chain_of(CHAIN_RECEPTACLE, receptacle)->first;
    u32 n = 0;

    for (; link; link = link->next) {
        const struct graph_binding *b =
            table_at(&bindings, chain_binding(CHAIN_RECEPTACLE, link));
        n += b->provider == provider;
    }
    return n;
}

u32 binding_count_own(const struct graph_node *node)
{
    u32 n = 0;

    for (u32 i = node->first_receptacle; i;) {
        n += count_to(i - 1, node->handle);
        i = ((struct graph_receptacle *)table_at(&receptacles, i - 1))->next;
    }
    return n;
}

void binding_release_client(const struct graph_node *node)
{
    for (u32 i = node->first_receptacle; i;) {
        release(CHAIN_RECEPTACLE, i - 1);
        i = ((struct graph_receptacle *)table_at(&receptacles, i - 1))->next;
    }
}

void binding_release_provider(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        release(CHAIN_INTERFACE, i - 1);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}

static void mark_dead(u32 interface)
{
    const struct constraint_bound *link =
        chain_of(CHAIN_INTERFACE, interface)->first;

    for (; link; link = link->next) {
        const struct graph_binding *b =
            table_at(&bindings, chain_binding(CHAIN_INTERFACE, link));
        write_slot(b->slot, core->dead);
    }
}

void binding_mark_dead(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        mark_dead(i - 1);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}

/* The new provider's side of a binding that moves to it. */
static struct ends ends_after(const struct graph_binding *b,
                              struct graph_node *new)
{
    struct ends e = ends_of(b);

    e.provider = new;
    e.interface = e.interface ? find_interface(new, e.interface->name) : NULL;
    return e;
}

/* Check, and move it as far as further checks see it. */
static int try_move(struct graph_binding *b, struct graph_node *new)
{
    const struct ends before = ends_of(b), after = ends_after(b, new);

    if (!after.interface)
        return refuse(E_NOTFOUND, "the new module '%s' lacks interface '%s', "
                      "which is bound", new->name, before.interface->name);
    const int error = check_pair(&after, b);
    if (error)
        return error;
    unchain(b, &before);
    chain(b, &after);
    return 0;
}

static int try_all(const struct graph_node *old, struct graph_node *new)
{
    struct graph_binding *b;

    for (u32 i = old->first_interface; i;) {
        while ((b = first_of(CHAIN_INTERFACE, i - 1))) {
            const int error = try_move(b, new);
            if (error)
                return error;
        }
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
    return 0;
}

/* Back to where the graph says that they are. */
static void untry(const struct graph_node *old, struct graph_node *new,
                  u32 interface)
{
    const struct constraint_bound *link, *next;

    for (link = chain_of(CHAIN_INTERFACE, interface)->first; link;
         link = next) {
        struct graph_binding *b =
            table_at(&bindings, chain_binding(CHAIN_INTERFACE, link));
        next = link->next;
        if (b->provider != old->handle)
            continue;
        const struct ends before = ends_of(b), after = ends_after(b, new);
        unchain(b, &after);
        chain(b, &before);
    }
}

int binding_check_move(const struct graph_node *old, struct graph_node *new)
{
    const int error = try_all(old, new);

    for (u32 i = new->first_interface; i;) {
        untry(old, new, i - 1);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
    return error;
}

static void move(struct graph_binding *b, struct graph_node *new)
{
    const struct ends before = ends_of(b), after = ends_after(b, new);

    begin();
    count(&before, -1);
    unchain(b, &before);
    b->provider = new->handle;
    b->interface = after.interface->handle;
    count(&after, 1);
    chain(b, &after);
    write_slot(b->slot, after.interface->table);
    end();
}

void binding_move(struct graph_node *old, struct graph_node *new)
{
    struct graph_binding *b;

    for (u32 i = old->first_interface; i;) {
        while ((b = first_of(CHAIN_INTERFACE, i - 1)))
            move(b, new);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}
