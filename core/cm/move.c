/* SPDX-License-Identifier: MIT */
/*
 * Moving bindings to another provider: one that is rebound, and all those of
 * a module that is replaced. The caller's slot is never unbound in between.
 */
#include "ends.h"

int binding_change(u32 handle, u32 provider, const char *interface,
                   const struct request *request)
{
    struct graph_binding *b = table_get(&bindings, handle);

    if (!b)
        return refuse(E_HANDLE, "no binding has handle %u", handle);
    const struct ends old = ends_of(b);
    struct ends new = old;
    int error = ends_check_provider(&new, provider, interface);
    if (!error)
        error = ends_check_pair(&new, b);
    if (error)
        return error;
    if (request && old.provider && old.provider->type == MODULE_BINDING) {
        error = binding_release(handle, END_PROVIDER, request);
        return error ? error : binding_change(handle, provider, interface, NULL);
    }
    const u32 old_selector = b->selector;
    saddr_t table;
    begin();
    error = ends_connect(b, &new, &table);
    if (error < 0) {
        b->selector = old_selector;
        end();
        return error;
    }

    ends_count(&old, -1);
    ends_unlink(b, &old);
    b->provider = new.provider->handle;
    b->interface = new.interface->handle;
    ends_count(&new, 1);
    ends_link(b, &new);
    ends_write_slot(b->slot, table);
    ends_disconnect(b, old.interface, old_selector);
    end();
    return 0;
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
    const int error = ends_check_pair(&after, b);
    if (error)
        return error;
    ends_unlink(b, &before);
    ends_link(b, &after);
    return 0;
}

static int try_all(const struct graph_node *old, struct graph_node *new)
{
    struct graph_binding *b;

    for (u32 i = old->first_interface; i;) {
        while ((b = ends_first_of(LIST_INTERFACE, i - 1))) {
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

    for (link = list_of(LIST_INTERFACE, interface)->first; link;
         link = next) {
        struct graph_binding *b =
            table_at(&bindings, list_binding(LIST_INTERFACE, link));
        next = link->next;
        if (b->provider != old->handle)
            continue;
        const struct ends before = ends_of(b), after = ends_after(b, new);
        ends_unlink(b, &after);
        ends_link(b, &before);
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
    ends_count(&before, -1);
    ends_unlink(b, &before);
    b->provider = new->handle;
    b->interface = after.interface->handle;
    ends_count(&after, 1);
    ends_link(b, &after);
    ends_write_slot(b->slot, after.interface->table);
    end();
}

void binding_move(struct graph_node *old, struct graph_node *new)
{
    struct graph_binding *b;

    for (u32 i = old->first_interface; i;) {
        while ((b = ends_first_of(LIST_INTERFACE, i - 1)))
            move(b, new);
        i = ((struct graph_interface *)table_at(&interfaces, i - 1))->next;
    }
}
