/* SPDX-License-Identifier: MIT */
/*
 * Named objects of the store as memory. A page of one is shared by all that
 * attach it; with the last mapping of it, it is written back and forgotten.
 */
#include "paged.h"

#include "../../../core/lib/string.h"

#define OBJECTS 128             /* that spaces know; store_ram has more */
#define OBJECT_PAGES (1u << 20)

static struct object objects[OBJECTS];

/* An attach() on its way: all is checked before anything is made. */
struct plan {
    struct space *space;
    const char *name;
    u32 pages, access;          /* wanted; pages 0: all */
    struct object *object;
    u32 all;                    /* pages of the object */
    int is_new;                 /* the store is to make it */
    u32 number;                 /* its first page in the window */
};

int object_handle(const struct page *page)
{
    return objects[page->object - 1].handle;
}

static int is_free(const struct object *object)
{
    return !object->refs && !known_by_any(&object->known);
}

static struct object *find(const char *name)
{
    struct object *unused = NULL;

    for (u32 i = 0; i < OBJECTS; i++) {
        if (is_free(&objects[i]))
            unused = unused ? unused : &objects[i];
        else if (!strcmp(objects[i].name, name))
            return &objects[i];
    }
    if (unused)
        *unused = (struct object){ 0 };
    return unused;
}

/* What the store has of it, unless spaces have its pages. */
static int check_store(struct plan *plan)
{
    const int handle = plan->object->refs ? 0 : store_open(plan->name, 0);
    const int pages = plan->object->refs ? (int)plan->object->size :
                      handle < 0 ? handle : store_pages(handle);

    plan->is_new = pages == E_NOTFOUND && plan->pages;
    if (pages < 0 && !plan->is_new)
        return pages;
    plan->all = plan->is_new ? plan->pages : (u32)pages;
    if (plan->pages > plan->all || plan->all > OBJECT_PAGES)
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
        if (!object->index[i])
            continue;
        references++;
        if (paged.pages[object->index[i]].refs == REFS_MOST)
            return E_FULL;
    }
    const int error = quota_references(plan->space, references);
    return error ? error : quota_page(plan->space, plan->pages - references);
}

static int check(struct plan *plan)
{
    int error;

    plan->object = find(plan->name);
    if (!plan->object)
        return E_FULL;
    error = known_check(&plan->object->known, &plan->space->client,
                        plan->access);
    if (error == 0)
        error = check_store(plan);
    if (error < 0)
        return error;
    plan->number = map_place(plan->space, plan->pages);
    return plan->number ? check_tables(plan) : E_NOMEM;
}

/* A table of what pages it has, for the first to attach it. */
static int create_index(struct plan *plan, int handle)
{
    struct object *object = plan->object;
    struct region_info info;
    const int region = nmm->create_region(NMM_UPS, 0,
                                          plan->all * sizeof(u32),
                                          REGION_ANYWHERE, &info);

    if (region < 0)
        return region;
    object->handle = handle;
    object->size = plan->all;
    object->region = (u32)region;
    object->index = (u32 *)info.base;
    memcpy(object->name, plan->name, strlen(plan->name) + 1);
    memset(object->index, 0, plan->all * sizeof(u32));
    return 0;
}

/* The object for swapped pages has its place in the store before clients
 * fill it with names. */
static int open_object(struct plan *plan)
{
    int error = plan->is_new ? swap_open() : 0;
    const int handle = error < 0 ? error :
                       store_open(plan->name, plan->is_new ? plan->all : 0);

    if (handle < 0)
        return handle;
    error = create_index(plan, handle);
    if (error < 0 && plan->is_new)
        store_remove(handle);
    return error;
}

static void close_object(struct object *object)
{
    if (object->refs == 0 && object->region) {
        nmm->destroy_region(object->region);
        object->region = 0;
        object->index = NULL;
    }
}

/* A page of it goes; what is new in it reaches the store. */
void object_drop(struct page *page)
{
    struct object *object = &objects[page->object - 1];

    if (page->entry && page->flags & PAGE_DIRTY && page_store(page) < 0)
        model_report("object %s: page %u is lost: the store refused it",
                     object->name, page->place);
    object->index[page->place] = 0;
    object->refs--;
    close_object(object);
}

static struct page *page_in(struct object *object, u32 place)
{
    if (object->index[place])
        return &paged.pages[object->index[place]];
    struct page *page = page_create();
    page->object = (u8)(object - objects + 1);
    page->place = place;
    object->index[place] = page->shadow >> SHADOW_SHIFT;
    object->refs++;
    return page;
}

/* Checked: it does not fail. */
static void attach_page(const struct plan *plan, u32 i)
{
    struct page *page = page_in(plan->object, i);

    page_add_mapping(page, plan->space, plan->number + i);
    plan->space->shadow[plan->number + i] =
        page->shadow >> SHADOW_SHIFT << SHADOW_SHIFT |
        shadow_lent(plan->access);
}

void object_shared(const struct page *page, const struct space *space,
                   u32 access)
{
    known_share(&objects[page->object - 1].known, &space->client, access);
}

void object_copied(const struct space *from, struct space *to)
{
    to->client.names = from->client.names;
    for (u32 i = 0; i < OBJECTS; i++)
        known_copy(&objects[i].known, &from->client, &to->client);
}

void object_forget(const struct space *space)
{
    for (u32 i = 0; i < OBJECTS; i++)
        known_forget(&objects[i].known, &space->client);
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
    const int space = plan->space->client.space;

    if (error == E_QUOTA)
        model_report("%s: space %d: a client attaches %u objects "
                     "(CLIENT_NAMES), and a quarter of what pages are "
                     "shared", model_name, space, CLIENT_NAMES);
    if (error == E_FULL && !plan->object)
        model_report("%s: space %d: clients have %u objects (OBJECTS)",
                     model_name, space, OBJECTS);
    return error;
}

static int attach(struct plan *plan)
{
    int error = check(plan);

    if (error == 0 && !plan->object->refs)
        error = open_object(plan);
    if (error < 0)
        return report(plan, error);
    for (u32 i = 0; i < plan->pages; i++)
        attach_page(plan, i);
    known_attach(&plan->object->known, &plan->space->client, plan->access);
    return error;
}

int object_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    model_lock();
    struct plan plan = { .space = space_find(handle), .name = name,
                         .pages = (size >> PAGE_SHIFT) + !!(size % PAGE_SIZE),
                         .access = access };

    if (plan.space == NULL)
        return model_leave(E_HANDLE);
    if (!(access & ACCESS_READ) || access & ~SHADOW_RIGHTS ||
        name == NULL || !is_name(name) || !strncmp(name, "paged.", 6))
        return model_leave(E_INVALID);
    if (!slots_valid())
        return model_leave(E_PAGING);
    int error = attach(&plan);
    if (error == E_OK && at != NULL)
        *at = plan.number << PAGE_SHIFT;
    return model_leave(error);
}
