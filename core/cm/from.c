/* SPDX-License-Identifier: MIT */
/* Receptacles that name a provider are bound while their module is loaded. */
#include "cm.h"

#include "../lib/string.h"
#include "../manifest/manifest.h"

static const char *string_at(const struct graph_node *node, const char *at)
{
    return manifest_string(node, at, MANIFEST_TEXT);
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

int module_bind(struct graph_node *node, const struct loaded *loaded)
{
    const u32 size = loaded->manifest_size;
    const struct manifest_entry *m = core->user_pointer(loaded->manifest,
                                                        size);
    int error = 0;

    for (u32 i = 0; !error && i < size / sizeof(*m); i++)
        if (m[i].kind == MANIFEST_RECEPTACLE && m[i].from)
            error = bind_entry(node, &m[i]);
    return error;
}
