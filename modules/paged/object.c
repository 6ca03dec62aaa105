/* SPDX-License-Identifier: MIT */
/*
 * Named objects of the store as memory. A page of one is shared by all that
 * attach it; with the last mapping of it, it is written back and forgotten.
 */
#include "paged.h"

#include "../../core/lib/string.h"

#define OBJECTS 32

static struct object objects[OBJECTS];

int object_handle(const struct page *page)
{
    return objects[page->object - 1].handle;
}

static struct object *find(const char *name)
{
    struct object *unused = NULL;

    for (u32 i = 0; i < OBJECTS; i++) {
        if (!objects[i].refs)
            unused = &objects[i];
        else if (!strcmp(objects[i].name, name))
            return &objects[i];
    }
    return unused;
}

/* A table of what pages it has, for the first to attach it. */
static int open_object(struct object *object, const char *name, u32 pages)
{
    struct region_info info;
    int handle = store_open(name, pages);
    int size = handle < 0 ? handle : store_pages(handle);

    if (size < 0)
        return size;
    if (object->refs)
        return size;
    int region = nmm->create_region(NMM_UPS, 0, (u32)size * sizeof(u32),
                                    REGION_ANYWHERE, &info);
    if (region < 0)
        return region;
    *object = (struct object){ .handle = handle, .size = (u32)size,
                               .region = (u32)region,
                               .index = (u32 *)info.base };
    memcpy(object->name, name, strlen(name) + 1);
    memset(object->index, 0, (u32)size * sizeof(u32));
    return size;
}

static void close_object(struct object *object)
{
    if (object->refs == 0 && object->region) {
        nmm->destroy_region(object->region);
        object->region = 0;
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
    if (page == NULL)
        return NULL;
    page->object = (u8)(object - objects + 1);
    page->place = place;
    return page;
}

static int attach_page(struct object *object, u32 place, struct space *space,
                       u32 number, u32 access)
{
    struct page *page = page_in(object, place);

    if (page == NULL)
        return E_FULL;
    int error = page_add_mapping(page, space, number);
    if (error < 0)
        return error;
    if (!object->index[place]) {
        object->index[place] = page->shadow >> SHADOW_SHIFT;
        object->refs++;
    }
    space->shadow[number] = page->shadow >> SHADOW_SHIFT << SHADOW_SHIFT |
                            SHADOW_USED | access;
    return E_OK;
}

static int is_name(const char *name)
{
    for (u32 i = 0; i < STORE_NAME; i++)
        if (!name[i])
            return i > 0;
    return 0;
}

static int attach(struct space *space, const char *name, u32 size, u32 access,
                  u32 *at)
{
    u32 pages = (size >> PAGE_SHIFT) + !!(size % PAGE_SIZE);
    struct object *object = find(name);

    if (object == NULL)
        return E_FULL;
    int all = open_object(object, name, pages);
    if (all < 0)
        return all;
    if (pages == 0)
        pages = (u32)all;
    u32 number = map_place(space, pages);
    int error = number ? E_OK : E_NOMEM;
    for (u32 i = 0; i < pages && error == E_OK; i++) {
        error = attach_page(object, i, space, number + i, access);
        while (error < 0 && i-- > 0) {
            page_drop_mapping(space, number + i);
            space->shadow[number + i] = 0;
        }
        if (error < 0)
            break;
    }
    if (error < 0)
        close_object(object);
    else
        *at = number << PAGE_SHIFT;
    return error;
}

int object_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    model_lock();
    struct space *space = space_find(handle);
    u32 place;

    if (space == NULL)
        return model_leave(E_HANDLE);
    if (!(access & ACCESS_READ) || access & ~SHADOW_RIGHTS ||
        name == NULL || !is_name(name) || !memcmp(name, "paged.", 6))
        return model_leave(E_INVALID);
    if (!slots_valid())
        return model_leave(E_PAGING);
    int error = attach(space, name, size, access, &place);
    if (error == E_OK && at != NULL)
        *at = place;
    return model_leave(error);
}
