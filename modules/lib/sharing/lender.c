/* SPDX-License-Identifier: MIT */
#include "lender.h"

#include "../../../core/lib/string.h"
#include "backing.h"
#include "../space/parts.h"
#include "source.h"

/* Another mapping of the memory that may lend as much: the lender's own
 * rather than a borrower's. */
static const struct extent *find(const struct extent *e, int *holder)
{
    const struct extent *found = NULL;

    for (u32 i = 0; i < SPACES_MAX; i++) {
        struct space_head *space = spaces_slot(i);
        const struct extents *all = space ? model_extents(space) : NULL;
        for (u32 n = 0; all && n < all->count; n++) {
            const struct extent *x = &all->at[n];
            if (x == e || x->memory != e->memory || e->most & ~x->most ||
                (found && x->kind == AREA_SHARED))
                continue;
            found = x;
            *holder = space->handle;
        }
    }
    return found;
}

void lender_tell(struct area *a, const struct extent *e)
{
    const char *name = e->memory ? backing_name(e->memory) : "";
    const struct extent *lender;
    int holder;

    memcpy(a->object, name, strlen(name) + 1);
    a->place = *name ? a->part : 0;
    if (!e->memory || !backing_is_shared(e->memory))
        return;
    a->memory = e->memory;
    a->offset = a->part;
    lender = e->kind == AREA_SHARED && !*name ? find(e, &holder) : NULL;
    if (lender) {
        a->from = holder;
        a->at = lender->base + a->part;
    }
}

/* Mappings are lent as a whole. */
int lender_borrow(const struct area *a, u32 size)
{
    struct space_head *from = spaces_find(a->from);
    const struct extent *e = from ? extent_find(model_extents(from), a->at) :
                                    NULL;

    if (!e)
        return from ? E_RANGE : E_HANDLE;
    if (e->base != a->at || e->size != size || e->kind == AREA_TEXT ||
        !e->memory)
        return E_RANGE;
    if (a->most & SOURCE_ACCESS & ~e->most)
        return E_RIGHTS;
    backing_hold(e->memory);
    return (int)e->memory;
}
