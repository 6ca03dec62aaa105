/* SPDX-License-Identifier: MIT */
/*
 * The digest: equal before and after whatever gives back all that it took.
 * Entries of the graph enter as a sum, by content and not by handle, so that
 * neither slots nor use counts show; constraints by their number.
 */
#include "cm.h"

#include "../lib/crc32.h"
#include "../gate/wrapper.h"

static u32 name_crc(u32 crc, const char *name)
{
    return crc32(crc, name, NAME_SIZE);
}

static u32 digest_node(const void *entry)
{
    const struct graph_node *n = entry;
    const struct graph_node *carrier = node_of(n->carrier);
    const u32 facts[] = { n->type, n->state, n->interfaces, n->receptacles,
                          n->bound_in, n->bound_out, n->base, n->size,
                          n->carries, n->space != 0 };
    const u32 crc = crc32(name_crc(1, n->name), facts, sizeof(facts));

    return carrier ? name_crc(crc, carrier->name) : crc;
}

static u32 digest_interface(const void *entry)
{
    const struct graph_interface *i = entry;
    const u32 facts[] = { i->count, i->bound, i->constraint != 0 };

    return crc32(name_crc(2, i->name), facts, sizeof(facts));
}

static u32 digest_receptacle(const void *entry)
{
    const struct graph_receptacle *r = entry;
    const u32 facts[] = { r->count, r->bound, r->slots, r->constraint != 0 };

    return crc32(name_crc(3, r->name), facts, sizeof(facts));
}

static u32 digest_binding(const void *entry)
{
    const struct graph_binding *b = entry;
    const struct graph_interface *i = table_get(&interfaces, b->interface);
    const u32 facts[] = { b->slot, b->selector != 0 };

    return crc32(i ? name_crc(4, i->name) : 0, facts, sizeof(facts));
}

static u32 sum(const struct table *t, u32 (*digest)(const void *entry))
{
    u32 total = 0, left = *t->live;

    for (u32 i = 0; left; i++) {
        const u32 *entry = table_at(t, i);
        if (*entry) {
            total += digest(entry);
            left--;
        }
    }
    return total;
}

u32 graph_digest(void)
{
    const u32 sums[] = {
        sum(&nodes, digest_node), sum(&interfaces, digest_interface),
        sum(&receptacles, digest_receptacle), sum(&bindings, digest_binding),
        core->graph->parts[GRAPH_PART_CONSTRAINTS].live,
    };
    u32 crc = core->nmm_digest(crc32(0, sums, sizeof(sums)));

    for (u32 i = 0; core->wrappers[i]; i++)
        if (core->wrappers[i]->digest)
            crc = core->wrappers[i]->digest(crc);
    return core->gate_digest(crc);
}
