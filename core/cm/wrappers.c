/* SPDX-License-Identifier: MIT */
/* The core's own modules in the graph: wrappers, and the CM itself. */
#include "cm.h"

#include "../string.h"
#include "../wrapper.h"

#define WRAPPERS_MAX 32

/* By index of the interface, as the graph's table field would have them. */
static const struct wrapper *by_interface[WRAPPERS_MAX];

const struct wrapper *wrapper_of(const struct graph_interface *interface)
{
    const u32 index = HANDLE_INDEX(interface->handle);

    return index < WRAPPERS_MAX ? by_interface[index] : NULL;
}

static u32 keep_text(const char *text)
{
    struct graph *g = core->graph;
    const u32 at = g->text_size, size = (u32)strlen(text) + 1;

    memcpy(g->text + at, text, size);
    g->text_size += size;
    return offsetof(struct graph, text) + at;
}

static struct graph_node *add_node(const char *name, enum module_type type)
{
    struct graph_node *node = table_create(&nodes);

    node->state = NODE_LIVE;
    node->type = (u8)type;
    memcpy(node->name, name, strlen(name) + 1);
    return node;
}

static void add(const struct wrapper *w, enum module_type type)
{
    struct graph_node *node = add_node(w->name, type);

    register_interface(node, w->name, w->name, (u32)w->table, w->count,
                       keep_text(w->methods), NULL, NULL);
    by_interface[node->first_interface - 1] = w;
}

struct graph_node *core_node(const char *name)
{
    for (u32 i = 0; i < nodes.capacity; i++) {
        struct graph_node *node = table_at(&nodes, i);
        if (node->handle && is_core(node) && !strcmp(node->name, name))
            return node;
    }
    return NULL;
}

void wrappers_start(void)
{
    static struct wrapper cm = { .name = "cm", .methods = CM_METHODS };

    cm.table = cm_methods;
    cm.count = cm_method_count;
    begin();
    for (u32 i = 0; core->wrappers[i]; i++)
        add(core->wrappers[i], MODULE_WRAPPER);
    add(&cm, MODULE_SYSTEM);
    add_node("loader", MODULE_SYSTEM);  /* the CM alone calls it */
    end();
}
