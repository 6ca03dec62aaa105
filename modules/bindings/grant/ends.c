/* SPDX-License-Identifier: MIT */
#include "ends.h"

#include "../../../core/lib/string.h"
#include "deimos.h"

static struct end end_of(u32 module)
{
    struct graph_node node;

    GRAPH_READ(nodes[HANDLE_INDEX(module)], node);
    return (struct end){ module, node.carrier, (int)node.space };
}

int ends_is_service(u32 interface)
{
    struct graph_interface entry;

    GRAPH_READ(interfaces[HANDLE_INDEX(interface)], entry);
    return strcmp(entry.type, "service") == 0;
}

static void take(struct ends *ends, const struct graph_binding *b, u32 self,
                 saddr_t server, saddr_t memory)
{
    if (b->slot == server)
        ends->server = end_of(b->provider);
    else if (b->slot == memory)
        ends->model = b->provider;
    else if (b->provider == self && ends_is_service(b->interface)) {
        ends->caller = end_of(b->caller);
        ends->callers++;
    }
}

static void find(struct ends *ends, u32 self, saddr_t server, saddr_t memory)
{
    struct graph_binding binding;
    u32 left = GRAPH_WORD(parts[GRAPH_PART_BINDINGS].live);

    for (u32 i = 0; left && i < GRAPH_BINDINGS; i++) {
        GRAPH_READ(bindings[i], binding);
        if (binding.handle) {
            take(ends, &binding, self, server, memory);
            left--;
        }
    }
}

void ends_find(struct ends *ends, u32 self, const volatile void *server,
               const volatile void *memory)
{
    u32 generation;

    do {
        generation = graph_generation();
        *ends = (struct ends){ .generation = generation };
        find(ends, self, (saddr_t)server, (saddr_t)memory);
    } while (graph_has_changed(generation));
}

int ends_check(const struct ends *ends)
{
    if (!ends->caller.module || !ends->server.module || !ends->model)
        return E_UNBOUND;
    if (ends->callers > 1)
        return E_BUSY;
    return ends->caller.carrier == ends->model &&
           ends->server.carrier == ends->model ? 0 : E_NOT_APPLICABLE;
}

int ends_is_alive(u32 module)
{
    struct graph_node node;

    GRAPH_READ(nodes[HANDLE_INDEX(module)], node);
    return node.handle == module && node.state != NODE_DEAD;
}
