/* SPDX-License-Identifier: MIT */
/* The image's entry: the core's exports in, the manager's table out. */
#include "cm.h"

#include "../base/manager.h"

const void *image_entry(const struct core_exports *exports);

static saddr_t find_method(int module, const char *interface)
{
    const struct graph_node *node = node_of((u32)module);
    const struct graph_interface *entry =
        node ? find_interface(node, interface) : NULL;
    const u32 *table = entry ? core->user_pointer(entry->table, 4) : NULL;

    return table ? *table : 0;
}

static const struct manager table = {
    .start = wrappers_start,
    .load = module_load,
    .find_method = find_method,
    .kill = module_kill,
    .reason = reason_text,
};

const void *image_entry(const struct core_exports *exports)
{
    state_init(exports);
    return &table;
}
