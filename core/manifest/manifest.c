/* SPDX-License-Identifier: MIT */
/*
 * Reading a loaded module's manifest. All of it is the module's word: every
 * pointer must lead into its image before it is followed.
 */
#include "inside.h"

#include "../lib/format.h"
#include "../lib/string.h"


static int check_table(const struct reading *r, saddr_t at, u32 count)
{
    if (count == 0 || count > METHOD_MAX)
        return refuse(E_MANIFEST, "it has %u methods; 1 to %u are possible",
                      count, METHOD_MAX);
    if (at % 4)
        return refuse(E_MANIFEST, "its table at 0x%x is not aligned", at);
    if (!manifest_is_inside(r->node, at, count * 4))
        return refuse(E_MANIFEST, "its table at 0x%x is outside the module",
                      at);
    const u32 *table = core->user_pointer(at, count * 4);
    for (u32 i = 0; i < count; i++) {
        char what[16];
        format(what, sizeof(what), "method %u", i);
        const int error = manifest_check_code(r, what, table[i]);
        if (error)
            return error;
    }
    return 0;
}

static int check_common(const struct reading *r,
                        const struct manifest_entry *m)
{
    int error = manifest_check_name(r->node, "its type", m->type);

    if (!error)
        error = manifest_check_text(r->node, "pairs", m->pairs);
    return error ? error : manifest_check_text(r->node, "predicate",
                                               m->predicate);
}

/* Of a string that has been checked, or of NULL. */
static const char *string_at(const struct graph_node *node, const char *at)
{
    return manifest_string(node, at, MANIFEST_TEXT);
}

static int read_interface(const struct reading *r, const char *name,
                          const struct manifest_entry *m)
{
    int error = check_common(r, m);

    if (!error)
        error = check_table(r, (saddr_t)m->table, m->count);
    if (!error)
        error = manifest_check_methods(r, m);
    if (error)
        return error;
    return register_interface(r->node, name, string_at(r->node, m->type),
                              (u32)m->table, m->count, (u32)m->methods,
                              string_at(r->node, m->pairs),
                              string_at(r->node, m->predicate));
}

static int check_slots(const struct graph_node *node, saddr_t slots,
                       u32 count)
{
    if (count == 0 || count > SLOTS_MAX)
        return refuse(E_MANIFEST, "it has %u slots; 1 to %u are possible",
                      count, SLOTS_MAX);
    if (slots % 4)
        return refuse(E_MANIFEST, "its slots at 0x%x are not aligned", slots);
    if (!manifest_is_inside(node, slots, count * 4))
        return refuse(E_MANIFEST, "its slots at 0x%x are not in the module",
                      slots);
    return 0;
}

static int read_receptacle(const struct reading *r, const char *name,
                           const struct manifest_entry *m)
{
    const saddr_t slots = (saddr_t)m->table;
    int error = check_common(r, m);

    if (!error && m->from)
        error = manifest_check_name(r->node, "from", m->from);
    if (!error)
        error = check_slots(r->node, slots, m->count);
    if (error)
        return error;
    return register_receptacle(r->node, name, string_at(r->node, m->type),
                               slots, m->count,
                               string_at(r->node, m->pairs),
                               string_at(r->node, m->predicate));
}

static int check_functions(const struct reading *r,
                           const struct manifest_entry *m)
{
    const struct { const char *what; saddr_t at; } functions[] = {
        { "init", (saddr_t)m->init }, { "exit", (saddr_t)m->exit },
        { "export_state", (saddr_t)m->export_state },
        { "import_state", (saddr_t)m->import_state },
    };
    int error = 0;

    for (u32 i = 0; i < ARRAY_SIZE(functions) && !error; i++)
        if (functions[i].at)
            error = manifest_check_code(r, functions[i].what,
                                        functions[i].at);
    return error;
}

static int read_module(const struct reading *r, const char *name,
                       const struct manifest_entry *m)
{
    struct graph_node *node = r->node;

    if (node->type)
        return refuse(E_MANIFEST, "two module entries in one manifest");
    if (m->module_type == MODULE_WRAPPER)
        return refuse(E_MANIFEST, "'%s' calls itself a wrapper; those are "
                      "the core's own", name);
    if (m->module_type < MODULE_APPLICATION || m->module_type > MODULE_BINDING)
        return refuse(E_MANIFEST, "it is of unknown type %u", m->module_type);
    const int error = check_functions(r, m);
    if (error)
        return error;
    memcpy(node->name, name, strlen(name) + 1);
    node->type = (u8)m->module_type;
    node->init = (saddr_t)m->init;
    node->exit = (saddr_t)m->exit;
    node->export_state = (saddr_t)m->export_state;
    node->import_state = (saddr_t)m->import_state;
    return 0;
}

static int check_head(const struct reading *r, const struct manifest_entry *m)
{
    if (m->magic != MANIFEST_MAGIC)
        return refuse(E_MANIFEST, "no magic number, but 0x%x", m->magic);
    if (m->kind < MANIFEST_MODULE || m->kind > MANIFEST_RECEPTACLE)
        return refuse(E_MANIFEST, "it is of unknown kind %u", m->kind);
    const int error = manifest_check_name(r->node, "its name", m->name);
    return error ? error : manifest_check_unused(m);
}

static int read_entry(const struct reading *r, const struct manifest_entry *m)
{
    const int error = check_head(r, m);

    if (error)
        return error;
    const char *name = string_at(r->node, m->name);
    if (m->kind == MANIFEST_MODULE)
        return read_module(r, name, m);
    return m->kind == MANIFEST_INTERFACE ? read_interface(r, name, m)
                                         : read_receptacle(r, name, m);
}

/* Communication is a binding module's to offer, and nobody else's. */
static int check_type(const struct graph_node *node)
{
    for (u32 i = node->first_interface; i;) {
        const struct graph_interface *entry = table_at(&interfaces, i - 1);
        if (node->type != MODULE_BINDING && is_same(entry->type, "binding"))
            return refuse(E_MANIFEST, "interface '%s' is of type 'binding', "
                          "'%s' is no binding module", entry->name,
                          node->name);
        i = entry->next;
    }
    return 0;
}

/* Nothing of the image has been written before. */
static void unbind_slots(const struct graph_node *node)
{
    for (u32 i = node->first_receptacle; i;) {
        const struct graph_receptacle *entry = table_at(&receptacles, i - 1);
        u32 *slot = core->user_pointer(entry->slots, entry->count * 4);
        for (u32 k = 0; k < entry->count; k++)
            slot[k] = core->unbound;
        i = entry->next;
    }
}

static int read_all(const struct reading *r)
{
    for (u32 i = 0; i < r->count; i++) {
        const int error = read_entry(r, &r->entries[i]);
        if (error)
            return manifest_blame(r, i, error);
    }
    if (!r->node->type)
        return refuse(E_MANIFEST, "the manifest does not name the module");
    const int error = check_type(r->node);
    return error ? error : manifest_check_slots(r);
}

int manifest_read(struct graph_node *node, const struct loaded *loaded)
{
    const u32 size = loaded->manifest_size;
    const struct reading r = {
        .node = node, .manifest = loaded->manifest,
        .entries = core->user_pointer(loaded->manifest, size),
        .count = size / (u32)sizeof(struct manifest_entry),
        .text_size = loaded->text_size, .fixed_size = loaded->fixed_size,
    };

    if (!loaded->manifest || !r.count ||
        size % sizeof(struct manifest_entry) || loaded->manifest % 4)
        return refuse(E_MANIFEST, "section .deimos is missing or not whole");
    const int error = read_all(&r);
    if (!error)
        unbind_slots(node);
    return error;
}
