/* SPDX-License-Identifier: MIT */
/*
 * Reading a loaded module's manifest. All of it is the module's word: every
 * pointer must lead into its image before it is followed.
 */
#include "cm.h"

#include "../lib/string.h"

#define SLOTS_MAX 64

static int is_inside(const struct graph_node *node, saddr_t at, u32 size)
{
    return size <= node->size && at - node->base <= node->size - size;
}

/* The string at that address of the image, or NULL. */
static const char *string_at(const struct graph_node *node, const char *at)
{
    const saddr_t address = (saddr_t)at;

    if (!address || !is_inside(node, address, 1))
        return NULL;
    const char *s = core->user_pointer(address, 1);
    const u32 most = node->base + node->size - address;
    for (u32 i = 0; s && i < most; i++)
        if (!s[i])
            return s;
    return NULL;
}

/* An optional string: NULL stays NULL; *bad is set if it leads outside. */
static const char *optional(const struct graph_node *node, const char *at,
                            int *bad)
{
    const char *s = string_at(node, at);

    if (at && !s)
        *bad = 1;
    return s;
}

static u32 count_words(const char *s)
{
    u32 words = 0;

    for (; *s; s++)
        words += *s != ' ' && (s[1] == ' ' || !s[1]);
    return words;
}

static int check_code(const struct graph_node *node, saddr_t at,
                      const char *what)
{
    if (!is_inside(node, at, 1))
        return refuse(E_MANIFEST, "%s: 0x%x is outside the module", what, at);
    return 0;
}

static int check_table(const struct graph_node *node, const char *name,
                       saddr_t at, u32 count)
{
    if (count == 0 || count > METHOD_MAX)
        return refuse(E_MANIFEST, "interface '%s' has %u methods; 1 to %u "
                      "are possible", name, count, METHOD_MAX);
    if (!is_inside(node, at, count * 4))
        return refuse(E_MANIFEST, "interface '%s': its table is outside the "
                      "module", name);
    const u32 *table = core->user_pointer(at, count * 4);
    for (u32 i = 0; i < count; i++) {
        const int error = check_code(node, table[i], name);
        if (error)
            return error;
    }
    return 0;
}

static int read_interface(struct graph_node *node, const char *name,
                          const struct manifest_entry *m)
{
    int bad = 0;
    const char *type = string_at(node, m->type);
    const char *methods = string_at(node, m->methods);
    const char *pairs = optional(node, m->pairs, &bad);
    const char *predicate = optional(node, m->predicate, &bad);

    if (!type || !methods || bad)
        return refuse(E_MANIFEST, "interface '%s': a string is outside the "
                      "module", name);
    const int error = check_table(node, name, (saddr_t)m->table, m->count);
    if (error)
        return error;
    if (count_words(methods) != m->count)
        return refuse(E_MANIFEST, "interface '%s': %u method names for %u "
                      "methods", name, count_words(methods), m->count);
    return register_interface(node, name, type, (u32)m->table, m->count,
                              (u32)m->methods, pairs, predicate);
}

static int read_receptacle(struct graph_node *node, const char *name,
                           const struct manifest_entry *m)
{
    int bad = 0;
    const char *type = string_at(node, m->type);
    const char *pairs = optional(node, m->pairs, &bad);
    const char *predicate = optional(node, m->predicate, &bad);
    const saddr_t slots = (saddr_t)m->table;

    optional(node, m->from, &bad);
    if (!type || bad)
        return refuse(E_MANIFEST, "receptacle '%s': a string is outside the "
                      "module", name);
    if (m->count == 0 || m->count > SLOTS_MAX || slots % 4 ||
        !is_inside(node, slots, m->count * 4))
        return refuse(E_MANIFEST, "receptacle '%s': its %u slots are not in "
                      "the module", name, m->count);
    u32 *slot = core->user_pointer(slots, m->count * 4);
    for (u32 i = 0; i < m->count; i++)
        slot[i] = core->unbound;
    return register_receptacle(node, name, type, slots, m->count, pairs,
                               predicate);
}

static int read_module(struct graph_node *node, const char *name,
                       const struct manifest_entry *m)
{
    int error = 0;

    if (node->type)
        return refuse(E_MANIFEST, "two module entries in one manifest");
    if (m->module_type == MODULE_WRAPPER)
        return refuse(E_MANIFEST, "'%s' calls itself a wrapper; those are "
                      "the core's own", name);
    if (m->module_type < MODULE_APPLICATION || m->module_type > MODULE_BINDING)
        return refuse(E_MANIFEST, "'%s' is of unknown type %u", name,
                      m->module_type);
    if (strlen(name) >= NAME_SIZE)
        return refuse(E_MANIFEST, "the module's name is longer than %u "
                      "characters", NAME_SIZE - 1);
    if (m->init)
        error = check_code(node, (saddr_t)m->init, "init");
    if (!error && m->exit)
        error = check_code(node, (saddr_t)m->exit, "exit");
    if (!error && m->export_state)
        error = check_code(node, (saddr_t)m->export_state, "export_state");
    if (!error && m->import_state)
        error = check_code(node, (saddr_t)m->import_state, "import_state");
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

static int read_entry(struct graph_node *node, const struct manifest_entry *m)
{
    const char *name = m->magic == MANIFEST_MAGIC ? string_at(node, m->name)
                                                  : NULL;

    if (!name || !*name)
        return refuse(E_MANIFEST, "an entry has no magic number or no name");
    switch (m->kind) {
    case MANIFEST_MODULE:
        return read_module(node, name, m);
    case MANIFEST_INTERFACE:
        return read_interface(node, name, m);
    case MANIFEST_RECEPTACLE:
        return read_receptacle(node, name, m);
    default:
        return refuse(E_MANIFEST, "entry '%s' is of unknown kind %u", name,
                      m->kind);
    }
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

int manifest_read(struct graph_node *node, saddr_t manifest, u32 size)
{
    const struct manifest_entry *m;
    int error = 0;

    if (!manifest || size == 0 || size % sizeof(*m) || manifest % 4)
        return refuse(E_MANIFEST, "section .deimos is missing or not whole");
    m = core->user_pointer(manifest, size);
    for (u32 i = 0; !error && i < size / sizeof(*m); i++)
        error = read_entry(node, &m[i]);
    if (!error && !node->type)
        error = refuse(E_MANIFEST, "the manifest does not name the module");
    return error ? error : check_type(node);
}

static int bind_entry(struct graph_node *node, const struct manifest_entry *m)
{
    const char *from = string_at(node, m->from);
    const char *type = string_at(node, m->type);
    const struct graph_node *provider = find_module(from);

    if (!provider)
        return refuse(E_NOTFOUND, "receptacle '%s' wants module '%s', which "
                      "is not loaded", string_at(node, m->name), from);
    for (u32 i = provider->first_interface; i;) {
        const struct graph_interface *entry = table_at(&interfaces, i - 1);
        if (!strcmp(entry->type, type)) {
            const int binding = binding_create(node->handle,
                string_at(node, m->name), provider->handle, entry->name);
            return binding < 0 ? binding : 0;
        }
        i = entry->next;
    }
    return refuse(E_NOTFOUND, "module '%s' has no interface of type '%s'",
                  from, type);
}

int manifest_bind(struct graph_node *node, saddr_t manifest, u32 size)
{
    const struct manifest_entry *m = core->user_pointer(manifest, size);
    int error = 0;

    for (u32 i = 0; !error && i < size / sizeof(*m); i++)
        if (m[i].kind == MANIFEST_RECEPTACLE && m[i].from)
            error = bind_entry(node, &m[i]);
    return error;
}
