/* SPDX-License-Identifier: MIT */
#include "instead.h"

#include "../ups/runtime.h"
#include "../ups/user.h"

static saddr_t dead_method(void)
{
    const u32 *method = user_pointer(RUNTIME(runtime_dead), sizeof(*method));

    return method ? *method : 0;
}

static int has_method(const struct graph_interface *i, saddr_t word)
{
    const u32 *methods = user_pointer(i->table, i->count * sizeof(*methods));

    for (u32 k = 0; methods && k < i->count; k++)
        if (methods[k] == word)
            return 1;
    return 0;
}

saddr_t instead_of(const struct graph_node *node, saddr_t word)
{
    const struct graph_interface *i;

    for (u32 n = node->first_interface; n; n = i->next) {
        i = &graph.interfaces[n - 1];
        if (i->table == word)
            return RUNTIME(runtime_dead);
        if (has_method(i, word))
            return dead_method();
    }
    return 0;
}
