/* SPDX-License-Identifier: MIT */
/*
 * Named objects of the store as memory. A page of one is shared by all that
 * attach it; with the last mapping of it, it is written back and forgotten.
 */
#include "model.h"

#include "../../../core/lib/string.h"
#include "frame/slot.h"
#include "page/quota.h"
#include "store/object.h"
#include "store/stored.h"
#include "store/swap.h"

#define OBJECT_PAGES (1u << 20)

/* An attach() on its way: all is checked before anything is made. */
struct plan {
    struct space *space;
    const char *name;
    u32 first, pages, access;   /* wanted; pages 0: all */
    u32 least;                  /* pages that it is to have */
    struct object *object;
    u32 all;                    /* pages of the object */
    int is_new;                 /* the store is to make it */
    u32 number;                 /* where in the window; 0: anywhere */
};

/* What the store has of it, unless spaces have its pages. */
static int check_store(struct plan *plan)
{
    const int handle = plan->object->refs ? 0 : stored_open(plan->name, 0);
    const int found = plan->object->refs ? (int)plan->object->size :
                      handle < 0 ? handle : stored_pages(handle);

    plan->is_new = found == E_NOTFOUND && plan->least;
    if (found < 0 && !plan->is_new)
        return found;
    plan->all = plan->is_new ? plan->least : (u32)found;
    if (plan->least > plan->all || plan->all > OBJECT_PAGES)
        return E_RANGE;
    if (!plan->pages)
        plan->pages = plan->all;
    return 0;
}

/* A page that nobody has takes a page; one that somebody has, a reference. */
static int check_tables(const struct plan *plan)
{
    const struct object *object = plan->object;
    u32 references = 0;

    for (u32 i = 0; object->refs && i < plan->pages; i++) {
        const u32 page = object->index[plan->first + i];
        if (!page)
            continue;
        references++;
        if (pages.at[page].refs == REFS_MOST)
            return E_FULL;
    }
    const int error = quota_references(plan->space, references);
    return error ? error : quota_page(plan->space, plan->pages - references);
}

static int check(struct plan *plan)
{
    int error;

    plan->object = object_find(plan->name);
    if (!plan->object)
        return E_FULL;
    error = known_check(&plan->object->known, &plan->space->client.head,
                        plan->access);
    if (error == 0)
        error = check_store(plan);
    if (error < 0)
        return error;
    if (!plan->number)
        plan->number = map_place(plan->space, plan->pages);
    return plan->number ? check_tables(plan) : E_NOMEM;
}

/* The object for swapped pages has its place in the store before clients
 * fill it with names. */
static int open_object(const struct plan *plan)
{
    int error = plan->is_new ? swap_open() : 0;
    const int handle = error < 0 ? error :
                       stored_open(plan->name, plan->is_new ? plan->all : 0);

    if (handle < 0)
        return handle;
    error = object_open(plan->object, plan->name, handle, plan->all);
    if (error < 0 && plan->is_new)
        stored_remove(handle);
    plan->object->is_made = error >= 0 && plan->is_new;
    return error;
}

/* Checked: it does not fail. */
static void attach_page(const struct plan *plan, u32 i)
{
    struct page *page = object_page(plan->object, plan->first + i);

    page_add_mapping(page, plan->space, plan->number + i);
    plan->space->shadow[plan->number + i] =
        SHADOW_PAGE(page->shadow) | shadow_lent(plan->access);
}

static int is_name(const char *name)
{
    for (u32 i = 0; i < STORE_NAME; i++)
        if (!name[i])
            return i > 0;
    return 0;
}

/* A limit is named where it is met, for an error cannot say it. */
static int report(const struct plan *plan, int error)
{
    const int space = plan->space->client.head.handle;

    if (error == E_QUOTA)
        model_report("%s: space %d: a client attaches %u objects "
                     "(SPACE_NAMES), and a quarter of what pages are "
                     "shared", model_name, space, SPACE_NAMES);
    if (error == E_FULL && !plan->object)
        model_report("%s: space %d: clients have %u objects (OBJECTS)",
                     model_name, space, OBJECTS);
    return error;
}

static int attach_all(struct plan *plan)
{
    int error = check(plan);

    if (error == 0 && !plan->object->refs)
        error = open_object(plan);
    if (error < 0)
        return report(plan, error);
    for (u32 i = 0; i < plan->pages; i++)
        attach_page(plan, i);
    object_attached(plan->object, plan->space, plan->access);
    space_mark(plan->space, plan->number, plan->pages, AREA_ATTACHED);
    return error;
}

int attach_object(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    const u32 wanted = map_count(size);
    int error = model_lock();

    if (error)
        return error;
    struct plan plan = { .space = space_find(handle), .name = name,
                         .pages = wanted, .least = wanted, .access = access };

    if (!plan.space)
        return model_leave(E_HANDLE);
    if (!(access & ACCESS_READ) || access & ~SHADOW_RIGHTS ||
        !name || !is_name(name) || object_is_own(name))
        return model_leave(E_INVALID);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    error = attach_all(&plan);
    if (error == E_OK && at)
        *at = plan.number << PAGE_SHIFT;
    return model_leave(error);
}

int attach_area(struct space *space, const struct area *a, u32 least)
{
    struct plan plan = { .space = space, .name = a->object, .access = a->most,
                         .first = a->place >> PAGE_SHIFT,
                         .pages = a->size >> PAGE_SHIFT, .least = least,
                         .number = a->address >> PAGE_SHIFT };

    return attach_all(&plan);
}
