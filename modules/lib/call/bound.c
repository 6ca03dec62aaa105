/* SPDX-License-Identifier: MIT */
/* What a slot of a receptacle is bound to, by the system graph. */
#include "bound.h"

#include "../../../core/api/graph.h"

static u32 count_methods(u32 interface)
{
    struct graph_interface entry;

    GRAPH_READ(interfaces[HANDLE_INDEX(interface)], entry);
    return entry.count;
}

static u32 find(saddr_t slot)
{
    struct graph_binding binding;
    u32 left = GRAPH_WORD(parts[GRAPH_PART_BINDINGS].live);

    for (u32 i = 0; left && i < GRAPH_BINDINGS; i++) {
        GRAPH_READ(bindings[i], binding);
        if (!binding.handle)
            continue;
        left--;
        if (binding.slot == slot)
            return count_methods(binding.interface);
    }
    return 0;
}

u32 bound_methods(const volatile void *slot)
{
    u32 generation, count;

    do {
        generation = graph_generation();
        count = find((saddr_t)slot);
    } while (graph_has_changed(generation));
    return count;
}
