/* SPDX-License-Identifier: MIT */
/*
 * Local bindings. The caller's slot holds a pointer to a method table: the
 * provider's own, or, for a wrapper, that of the stubs of the binding's own
 * call gate. Rebinding (move.c) writes the pointer once; unbinding leaves it
 * at a table that answers "unbound", never at freed memory.
 */
#include "ends.h"


/* Which slots of a receptacle are bound. */
static u64 slots_used[GRAPH_RECEPTACLES];

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

static void apply_bind(struct graph_binding *b, const struct ends *e,
                       u32 slot, u32 table)
{
    b->provider = e->provider->handle;
    b->receptacle = e->receptacle->handle;
    b->interface = e->interface->handle;
    b->slot = e->receptacle->slots + slot * 4;
    slots_used[HANDLE_INDEX(e->receptacle->handle)] |= 1ull << slot;
    ends_count(e, 1);
    ends_link(b, e);
    ends_write_slot(b->slot, table);
}

/* Within a change. */
static int create(const struct ends *e, u32 slot)
{
    struct graph_binding *b = entry_create(&bindings);

    if (!b)
        return refuse_full("binding", GRAPH_BINDINGS);
    saddr_t table;
    b->caller = e->caller->handle;
    const int error = ends_connect(b, e, &table);
    if (error < 0) {
        table_destroy(&bindings, b);
        return error;
    }
    apply_bind(b, e, slot, table);
    return (int)b->handle;
}

int binding_create(u32 caller, const char *receptacle, u32 provider,
                   const char *interface)
{
    struct ends e;
    int error = ends_check_node(caller, "caller", &e.caller);

    if (!error)
        error = ends_check_provider(&e, provider, interface);
    if (error)
        return error;
    e.receptacle = find_receptacle(e.caller, receptacle);
    if (!e.receptacle)
        return refuse(E_NOTFOUND, "module '%s' has no receptacle '%s'",
                      e.caller->name, receptacle);
    const int slot = find_slot(e.receptacle);
    if (slot < 0)
        return slot;
    error = ends_check_pair(&e, NULL);
    if (error)
        return error;

    begin();
    const int result = create(&e, (u32)slot);
    end();
    return result;
}

static inline void destroy(struct graph_binding *b, const struct ends *e)
{
    const u32 slot = (b->slot - e->receptacle->slots) / 4;

    begin();
    ends_write_slot(b->slot, core->unbound);
    ends_disconnect(b, e->interface, b->selector);
    slots_used[HANDLE_INDEX(e->receptacle->handle)] &= ~(1ull << slot);
    ends_count(e, -1);
    ends_unlink(b, e);
    table_destroy(&bindings, b);
    end();
}

int binding_destroy(u32 handle, const struct request *request)
{
    struct graph_binding *b = table_get(&bindings, handle);

    if (!b)
        return refuse(E_HANDLE, "no binding has handle %u", handle);
    const struct ends e = ends_of(b);
    if (request && (e.caller->type == MODULE_BINDING ||
                    (e.provider && e.provider->type == MODULE_BINDING))) {
        const int error = binding_release(handle, END_BOTH, request);
        return error ? error : binding_destroy(handle, NULL);
    }
    destroy(b, &e);
    return 0;
}

static void release(enum list_kind kind, u32 of)
{
    struct graph_binding *b;

    while ((b = ends_first_of(kind, of))) {
        const struct ends e = ends_of(b);
        destroy(b, &e);
    }
}

static u32 count_to(u32 receptacle, u32 provider)
{
    const struct constraint_bound *link =
        list_of(LIST_RECEPTACLE, receptacle)->first;
    u32 n = 0;

    for (; link; link = link->next) {
        const struct graph_binding *b =
            table_at(&bindings, list_binding(LIST_RECEPTACLE, link));
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

void binding_release_caller(const struct graph_node *node)
{
    for (u32 i = node->first_receptacle; i;) {
        release(LIST_RECEPTACLE, i - 1);
        i = ((struct graph_receptacle *)table_at(&receptacles, i - 1))->next;
    }
}

void binding_release_provider(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        release(LIST_INTERFACE, i - 1);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}

static void mark_dead(u32 interface)
{
    const struct constraint_bound *link =
        list_of(LIST_INTERFACE, interface)->first;

    for (; link; link = link->next) {
        const struct graph_binding *b =
            table_at(&bindings, list_binding(LIST_INTERFACE, link));
        ends_write_slot(b->slot, core->dead);
    }
}

void binding_mark_dead(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        mark_dead(i - 1);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}
