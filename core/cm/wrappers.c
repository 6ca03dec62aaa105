/* SPDX-License-Identifier: MIT */
/* The core's own modules in the graph: wrappers, and the CM itself. */
#include "carried.h"

#include "../api/carrier.h"
#include "../image/archive.h"
#include "../lib/format.h"
#include "../lib/string.h"
#include "../gate/wrapper.h"
#include "../registry/names.h"
#include "source.h"

#define WRAPPERS_MAX 32
#define POLICY_SIZE 512

/* By index of the interface, as the graph's table field would have them. */
static const struct wrapper *by_interface[WRAPPERS_MAX];

const struct wrapper *wrapper_of(const struct graph_interface *interface)
{
    const u32 index = HANDLE_INDEX(interface->handle);

    return index < WRAPPERS_MAX ? by_interface[index] : NULL;
}

/* Its offset in the graph; 0 if there is no room for it. */
static u32 keep_text(const char *text)
{
    struct graph *g = core->graph;
    const u32 at = g->text_size, size = (u32)strlen(text) + 1;

    if (size > GRAPH_TEXT_SIZE - at)
        return 0;
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
    names_add(node);
    return node;
}

/* A text of the administrator's, "policy/NAME.WHAT" of the archive: NULL if
 * there is none, or if it does not fit, which *error says. */
static const char *policy(const char *name, const char *what, char *text,
                          u32 size, int *error)
{
    static struct archive_member member;
    char path[ARCHIVE_NAME_SIZE];

    format(path, sizeof(path), "policy/%s.%s", name, what);
    if (core->archive_find(core->archive, path, &member) < 0)
        return NULL;
    if (member.size >= size) {
        *error = refuse(E_CONSTRAINT, "%s is longer than %u characters", path,
                        size - 1);
        return NULL;
    }
    memcpy(text, member.data, member.size);
    text[member.size] = 0;
    return text;
}

/* An interface of that module's. */
static int add_to(struct graph_node *node, const struct wrapper *w)
{
    static char pairs_text[POLICY_SIZE], predicate_text[POLICY_SIZE];
    int error = 0;
    const char *pairs = policy(w->name, "pairs", pairs_text, POLICY_SIZE,
                               &error);
    const char *predicate = policy(w->name, "predicate", predicate_text,
                                   POLICY_SIZE, &error);
    const u32 methods = keep_text(w->methods);

    if (!error && !methods)
        error = refuse(E_FULL, "no room for the methods of '%s'", w->name);
    if (!error)
        error = register_interface(node, w->name, w->type ? w->type : w->name,
                                   (u32)w->table,
                                   w->count, methods, pairs, predicate);
    if (!error)
        by_interface[node->first_interface - 1] = w;
    return error;
}

static int add(const struct wrapper *w, enum module_type type)
{
    return add_to(add_node(w->name, type), w);
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

static int start_source(void)
{
    static char pairs_text[POLICY_SIZE], predicate_text[POLICY_SIZE];
    int error = 0;
    const char *pairs = policy("images", "pairs", pairs_text, POLICY_SIZE,
                               &error);
    const char *predicate = policy("images", "predicate", predicate_text,
                                   POLICY_SIZE, &error);

    return error ? error : source_start(core_node("cm"), pairs, predicate);
}

/* The CM, with both of its interfaces. */
static int add_manager(void)
{
    static struct wrapper cm = { .name = "cm", .methods = CM_METHODS };
    static struct wrapper carried = {
        .name = "carried", .methods = CARRIED_MODULES_METHODS, .system_only = 1 };
    struct graph_node *node = add_node(cm.name, MODULE_SYSTEM);

    cm.table = cm_methods;
    cm.count = cm_method_count;
    carried.table = carried_methods;
    carried.count = carried_method_count;
    const int error = add_to(node, &cm);
    return error ? error : add_to(node, &carried);
}

int wrappers_start(void)
{
    int error = 0;

    begin();
    for (u32 i = 0; !error && core->wrappers[i]; i++)
        error = add(core->wrappers[i], MODULE_WRAPPER);
    if (!error)
        error = add_manager();
    add_node("loader", MODULE_SYSTEM);  /* the CM alone calls it */
    if (!error)
        error = start_source();
    end();
    return error;
}
