/* SPDX-License-Identifier: MIT */
/*
 * What threads that do not run have at hand to call in a module that is replaced: a
 * tick may have come between the load of a slot and its CALL. Its successor is called.
 */
#include "carried.h"

static const struct graph_node *successor;      /* of the one that is replaced */

/* The method that has its place; 0: it is none of these. */
static saddr_t method_instead(const struct graph_interface *old,
                              const struct graph_interface *new, saddr_t word)
{
    const u32 *methods = core->user_pointer(old->table, old->count * 4);
    const u32 *theirs = core->user_pointer(new->table, new->count * 4);

    for (u32 i = 0; methods && theirs && i < old->count && i < new->count; i++)
        if (methods[i] == word)
            return theirs[i];
    return 0;
}

static saddr_t instead(const struct graph_node *old, saddr_t word)
{
    const struct graph_interface *i;

    for (u32 n = old->first_interface; n; n = i->next) {
        i = table_at(&interfaces, n - 1);
        const struct graph_interface *new = find_interface(successor, i->name);
        if (!new || !is_same(i->type, new->type))
            continue;
        const saddr_t found = word == i->table ? new->table :
                                                 method_instead(i, new, word);
        if (found)
            return found;
    }
    return 0;
}

void successor_is_called(const struct graph_node *old,
                         const struct graph_node *new)
{
    successor = new;
    core->lead(old, instead);
}
