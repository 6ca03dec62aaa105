/* SPDX-License-Identifier: MIT */
/* Interfaces, receptacles and their constraints, into the graph and out. */
#include "registry.h"

#include "../image/loader.h"
#include "../lib/string.h"
#include "constraints.h"

static int copy_name(char *to, const char *from)
{
    const u32 length = (u32)strlen(from);

    if (length == 0 || length >= NAME_SIZE)
        return refuse(E_MANIFEST, "a name is empty or longer than %u "
                      "characters", NAME_SIZE - 1);
    memcpy(to, from, length + 1);
    return 0;
}

static int copy_names(char *name, char *type, const char *from_name,
                      const char *from_type)
{
    const int error = copy_name(name, from_name);
    return error ? error : copy_name(type, from_type);
}

int register_interface(struct graph_node *node, const char *name,
                       const char *type, u32 table, u32 count, u32 methods,
                       const char *pairs, const char *predicate)
{
    struct graph_interface *entry = entry_create(&interfaces);
    int error;

    if (!entry)
        return refuse_full("interface", GRAPH_INTERFACES);
    error = copy_names(entry->name, entry->type, name, type);
    if (!error && find_interface(node, name))
        error = refuse(E_MANIFEST, "interface '%s' is there twice", name);
    if (!error)
        error = constraints_create(name, pairs, predicate);
    if (error < 0) {
        table_destroy(&interfaces, entry);
        return error;
    }
    entry->constraint = (u16)error;
    entry->node = node->handle;
    entry->table = table;
    entry->count = (u16)count;
    entry->methods = methods;
    entry->next = node->first_interface;
    node->first_interface = (u16)(HANDLE_INDEX(entry->handle) + 1);
    node->interfaces++;
    return 0;
}

int register_receptacle(struct graph_node *node, const char *name,
                        const char *type, saddr_t slots, u32 count,
                        const char *pairs, const char *predicate)
{
    struct graph_receptacle *entry = entry_create(&receptacles);
    int error;

    if (!entry)
        return refuse_full("receptacle", GRAPH_RECEPTACLES);
    error = copy_names(entry->name, entry->type, name, type);
    if (!error && find_receptacle(node, name))
        error = refuse(E_MANIFEST, "receptacle '%s' is there twice", name);
    if (!error)
        error = constraints_create(name, pairs, predicate);
    if (error < 0) {
        table_destroy(&receptacles, entry);
        return error;
    }
    entry->constraint = (u16)error;
    entry->node = node->handle;
    entry->slots = slots;
    entry->count = (u16)count;
    entry->next = node->first_receptacle;
    node->first_receptacle = (u16)(HANDLE_INDEX(entry->handle) + 1);
    node->receptacles++;
    return 0;
}

void unregister_all(struct graph_node *node)
{
    while (node->first_interface) {
        struct graph_interface *entry =
            table_at(&interfaces, node->first_interface - 1u);
        node->first_interface = entry->next;
        constraints_destroy(entry->constraint);
        table_destroy(&interfaces, entry);
    }
    while (node->first_receptacle) {
        struct graph_receptacle *entry =
            table_at(&receptacles, node->first_receptacle - 1u);
        node->first_receptacle = entry->next;
        constraints_destroy(entry->constraint);
        table_destroy(&receptacles, entry);
    }
    node->interfaces = node->receptacles = 0;
}
