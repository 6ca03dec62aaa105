/* SPDX-License-Identifier: MIT */
#include "object.h"

#include "../../../../core/lib/string.h"
#include "stored.h"

static struct object objects[OBJECTS];
static u32 names_before;        /* of object_begin()'s space */

struct object *object_of(const struct page *page)
{
    return &objects[page->object - 1];
}

int object_is_own(const char *name)
{
    return !strncmp(name, "paged.", 6);
}

static int is_free(const struct object *object)
{
    return !object->refs && !known_by_any(&object->known);
}

struct object *object_find(const char *name)
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

int object_open(struct object *object, const char *name, int handle, u32 size)
{
    struct region_info info;
    const int region = nmm->create_region(NMM_UPS, 0, size * sizeof(u32),
                                          REGION_ANYWHERE, &info);

    if (region < 0)
        return region;
    object->handle = handle;
    object->size = size;
    object->region = (u32)region;
    object->index = (u32 *)info.base;
    memcpy(object->name, name, strlen(name) + 1);
    memset(object->index, 0, size * sizeof(u32));
    return E_OK;
}

static void close_object(struct object *object)
{
    if (object->refs == 0 && object->region) {
        nmm->destroy_region(object->region);
        object->region = 0;
    }
}

struct page *object_page(struct object *object, u32 place)
{
    if (object->index[place])
        return &pages.at[object->index[place]];
    struct page *page = page_create();
    page->object = (u8)(object - objects + 1);
    page->place = place;
    object->index[place] = page->shadow >> SHADOW_SHIFT;
    object->refs++;
    return page;
}

void object_drop(const struct page *page)
{
    struct object *object = object_of(page);

    object->index[page->place] = 0;
    object->refs--;
    close_object(object);
}

static void note(struct object *object, const struct space *space)
{
    if (!known_has(&object->known, &space->client.head))
        object->is_learnt = 1;
}

void object_attached(struct object *object, struct space *space, u32 access)
{
    note(object, space);
    known_attach(&object->known, &space->client.head, access);
}

void object_shared(const struct page *page, const struct space *space,
                   u32 access)
{
    note(object_of(page), space);
    known_share(&object_of(page)->known, &space->client.head, access);
}

void object_copied(const struct space *from, struct space *to)
{
    to->client.head.names = from->client.head.names;
    for (u32 i = 0; i < OBJECTS; i++)
        known_copy(&objects[i].known, &from->client.head, &to->client.head);
}

void object_forget(const struct space *space)
{
    for (u32 i = 0; i < OBJECTS; i++)
        known_forget(&objects[i].known, &space->client.head);
}

void object_begin(const struct space *space)
{
    names_before = space->client.head.names;
    for (u32 i = 0; i < OBJECTS; i++)
        objects[i].is_made = objects[i].is_learnt = 0;
}

void object_undo(struct space *space)
{
    space->client.head.names = names_before;
    for (u32 i = 0; i < OBJECTS; i++) {
        if (objects[i].is_learnt)
            known_forget(&objects[i].known, &space->client.head);
        if (objects[i].is_made)
            stored_remove(objects[i].handle);
    }
}
