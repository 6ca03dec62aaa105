/* SPDX-License-Identifier: MIT */
/* What two spaces have together: share, and copy, which shares until one of
 * both writes. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "resident/touch.h"
#include "space/loans.h"
#include "store/object.h"

/* A share() on its way, in pages. */
struct plan {
    struct space *from, *to;
    u32 first, count;           /* in `from` */
    u32 place;                  /* in `to`; 0: anywhere */
    u32 access;
    u32 *at;                    /* if not NULL: of what is lent */
    int is_own;                 /* what another has shared is not to be */
};

/* Who was given pages gives no more of them than that. */
static int may_give(const struct plan *plan)
{
    for (u32 i = 0; i < plan->count; i++)
        if (!shadow_may(plan->from->shadow[plan->first + i], plan->access))
            return 0;
    return 1;
}

static int is_lent(const struct plan *plan)
{
    for (u32 i = 0; i < plan->count; i++)
        if (space_kind(plan->from, plan->first + i) == AREA_SHARED)
            return 1;
    return 0;
}

/* Room in the tables, so that it is done or not done. */
static int check_tables(const struct plan *plan)
{
    u32 needed = 0;

    for (u32 i = 0; i < plan->count; i++) {
        const u32 shadow = plan->from->shadow[plan->first + i];
        const struct page *page = page_of(shadow);

        needed += !page || shadow & SHADOW_COPY;
        if (page && page->refs == REFS_MOST)
            return E_FULL;
    }
    return needed > pages.left || plan->count > pages.references_left ?
           E_FULL : E_OK;
}

static int check(struct plan *plan)
{
    const int error = map_check_access(plan->access);

    if (error < 0)
        return error;
    if (!map_is_used(plan->from, plan->first, plan->count) ||
        (plan->is_own && is_lent(plan)))
        return E_RANGE;
    if (!may_give(plan))
        return E_RIGHTS;
    if (!plan->place)
        plan->place = map_place(plan->to, plan->count);
    return plan->place ? check_tables(plan) : E_NOMEM;
}

/* Each page gets a mapping more; a page that nobody has touched is made now,
 * for both are to have the same one. */
static int share_page(const struct plan *plan, u32 i)
{
    struct space *from = plan->from;
    const u32 number = plan->first + i, place = plan->place + i;
    int error = E_OK;

    if (!page_of(from->shadow[number]) || from->shadow[number] & SHADOW_COPY)
        error = touch_own(from, number);
    if (error < 0)
        return error;
    struct page *page = page_of(from->shadow[number]);
    error = page_add_mapping(page, plan->to, place);
    if (error < 0)
        return error;
    page->flags |= PAGE_SHARED;
    if (page->object)
        object_shared(page, plan->to, plan->access);
    plan->to->shadow[place] = SHADOW_PAGE(page->shadow) |
                              shadow_lent(plan->access);
    return E_OK;
}

/* All of them, or, after an error, none. */
static int share_all(const struct plan *plan)
{
    for (u32 i = 0; i < plan->count; i++) {
        const int error = share_page(plan, i);

        if (error < 0) {
            if (i)
                map_destroy(plan->to, plan->place << PAGE_SHIFT,
                            i << PAGE_SHIFT);
            return error;
        }
    }
    return E_OK;
}

static int share(struct plan *plan, u32 address, u32 size)
{
    int error = map_pages(plan->from, address, size, &plan->first,
                          &plan->count);

    if (error == E_OK)
        error = check(plan);
    if (error == E_OK && plan->at)
        *plan->at = plan->place << PAGE_SHIFT;
    if (error == E_OK)
        error = share_all(plan);
    if (error == E_OK)
        space_mark(plan->to, plan->place, plan->count, AREA_SHARED);
    return error;
}

/* Some of them may not be there. */
static void end(struct space_head *space, u32 at, u32 size)
{
    for (u32 i = 0; i < size; i += PAGE_SIZE) {
        map_destroy((struct space *)space, at + i, PAGE_SIZE);
        loans_cut(space, at + i, PAGE_SIZE);    /* so what is left has no middle */
    }
}

/* To be taken back, if nobody else does. */
static int lend(struct plan *plan, u32 address, u32 size)
{
    int error = loans_add(&plan->to->client.head, map_count(size) << PAGE_SHIFT,
                          end, &plan->at);

    if (error < 0)
        return error;
    error = share(plan, address, size);
    if (error < 0)
        loans_forget();
    return error;
}

int share_create(struct space *from, u32 address, u32 size, struct space *to,
                 u32 access, u32 *at)
{
    struct plan plan = { .from = from, .to = to,
                         .access = access & ~ACCESS_OWN,
                         .is_own = (access & ACCESS_OWN) != 0 };
    const int error = (plan.is_own ? lend : share)(&plan, address, size);

    if (error == E_OK && at)
        *at = plan.place << PAGE_SHIFT;
    return error;
}

int share_area(struct space *from, struct space *to, const struct area *a)
{
    struct plan plan = { .from = from, .to = to, .access = a->most,
                         .place = a->address >> PAGE_SHIFT };

    return share(&plan, a->at, a->size);
}

/* --- Copy on write ------------------------------------------------------- */

static int copy_page(struct space *from, struct space *to, u32 i)
{
    struct page *page = page_of(from->shadow[i]);

    if (!page) {
        to->shadow[i] = from->shadow[i] & ~SHADOW_WATCH;
        return E_OK;
    }
    int error = page_add_mapping(page, to, i);
    if (error < 0)
        return error;
    if (!page->object && !(page->flags & PAGE_SHARED)) {
        from->shadow[i] |= SHADOW_COPY;
        nmm->page_attributes(from->vsas, space_linear(i), 1, MAP_WRITE, 0,
                             FLUSH_INVLPG);
    }
    to->shadow[i] = from->shadow[i] & ~SHADOW_WATCH;
    return E_OK;
}

static int check_copy(const struct space *from)
{
    u32 references = 0;

    for (u32 i = 0; i < from->pages; i++) {
        const struct page *page = page_of(from->shadow[i]);

        references += page != NULL;
        if (page && page->refs == REFS_MOST)
            return E_FULL;
    }
    return references > pages.references_left ? E_FULL : E_OK;
}

int share_copy(struct space *from, struct space *to)
{
    int error = check_copy(from);

    if (error < 0)
        return error;
    object_copied(from, to);
    for (u32 i = 0; i < from->pages && error == E_OK; i++)
        error = copy_page(from, to, i);
    memcpy(to->kinds, from->kinds, from->pages);
    to->end = from->end;
    to->client.entry = from->client.entry;
    to->client.finish = from->client.finish;
    to->client.top = from->client.top;
    memcpy(to->client.name, from->client.name, NAME_SIZE);
    return error;
}
