/* SPDX-License-Identifier: MIT */
/*
 * Slots of receptacles are what the CM writes into a module's image: nothing
 * else of that module may lie there.
 */
#include "inside.h"

#include "../lib/string.h"

struct stretch {
    saddr_t at;
    u32 size;
};

static int overlap(const struct stretch *a, const struct stretch *b)
{
    return a->at - b->at < b->size || b->at - a->at < a->size;
}

static struct stretch table_of(const struct manifest_entry *m)
{
    return (struct stretch){ (saddr_t)m->table, m->count * 4 };
}

/* A string that has been checked; most lie nowhere near. */
static int has_string(const struct graph_node *node,
                      const struct stretch *slots, const char *at)
{
    const struct stretch longest = { (saddr_t)at, MANIFEST_TEXT };

    if (!at || !overlap(slots, &longest))
        return 0;
    const char *s = manifest_string(node, at, MANIFEST_TEXT);
    const struct stretch string = { (saddr_t)at, s ? strlen(s) + 1 : 0 };
    return overlap(slots, &string);
}

/* What of that entry lies in the slots of another, or NULL. */
static const char *find_overlap(const struct graph_node *node,
                                const struct stretch *slots,
                                const struct manifest_entry *m, int own)
{
    const char *const strings[] = {
        m->name, m->type, m->methods, m->pairs, m->predicate, m->from };
    const struct stretch table = table_of(m);

    if (!own && overlap(slots, &table))
        return m->kind == MANIFEST_RECEPTACLE ? "the slots" : "the methods";
    for (u32 i = 0; i < ARRAY_SIZE(strings); i++)
        if (has_string(node, slots, strings[i]))
            return "a string";
    return NULL;
}

static int check(const struct reading *r, u32 index)
{
    const struct stretch slots = table_of(&r->entries[index]);
    const struct stretch text = { r->node->base, r->text_size };
    const struct stretch fixed = { r->node->base, r->fixed_size };
    const struct stretch manifest = {
        r->manifest, r->count * (u32)sizeof(*r->entries) };

    if (overlap(&slots, &text))
        return refuse(E_MANIFEST, "its slots lie in an executable section");
    if (overlap(&slots, &manifest))
        return refuse(E_MANIFEST, "its slots lie in the manifest");
    for (u32 i = 0; i < r->count; i++) {
        const struct manifest_entry *m = &r->entries[i];
        const char *what = find_overlap(r->node, &slots, m, i == index);
        if (what)
            return refuse(E_MANIFEST, "its slots overlap %s of entry %u, "
                          "'%s'", what, i,
                          manifest_string(r->node, m->name, NAME_SIZE));
    }
    if (overlap(&slots, &fixed))
        return refuse(E_MANIFEST, "its slots lie in read-only data");
    return 0;
}

int manifest_check_slots(const struct reading *r)
{
    for (u32 i = 0; i < r->count; i++) {
        const int error = r->entries[i].kind == MANIFEST_RECEPTACLE ?
                          check(r, i) : 0;
        if (error)
            return manifest_blame(r, i, error);
    }
    return 0;
}
