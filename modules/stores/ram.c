/* SPDX-License-Identifier: MIT */
/*
 * Backing store in memory. All that it has is pages: an object is a directory
 * page of table pages of data pages, each there from its first write on (what
 * was not written reads as zeros). Pages come from regions of CHUNK of them;
 * when no object is left, all regions go back.
 *
 * What a module owns goes with it, so a successor copies what it imports.
 */
#include "deimos.h"
#include "call/there.h"
#include "store.h"

#include "../../core/api/handle.h"
#include "../../core/lib/string.h"

#define BITS        8                   /* of a handle: slot + 1 */
#define OBJECTS     255                 /* what it has room for */
#define FAN         (PAGE_SIZE / 4)     /* pointers in a page */
#define PAGES_MAX   (FAN * FAN)
#define CHUNK       64                  /* pages */
#define CHUNKS      2048                /* 512 MiB */
#define STATE_KIND  0x53544f31          /* layout: struct object[OBJECTS] */

struct object {
    char name[STORE_NAME];
    u32 pages;                          /* 0: free */
    u32 uses;                           /* of this slot */
    u8 ***directory;                    /* NULL: nothing written */
};

/* A page that is free. */
struct link {
    struct link *next;
};

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct object objects[OBJECTS];
static int chunks[CHUNKS];
static u32 chunk_count, used;
static struct link *free_pages;

static int add_chunk(void)
{
    struct region_info info;

    if (chunk_count == CHUNKS)
        return E_FULL;
    int region = nmm->create_region(NMM_UPS, 0, CHUNK * PAGE_SIZE,
                                    REGION_ANYWHERE, &info);
    if (region < 0)
        return region;
    chunks[chunk_count++] = region;
    for (u32 i = CHUNK; i-- > 0; ) {
        struct link *page = (struct link *)(info.base + i * PAGE_SIZE);

        page->next = free_pages;
        free_pages = page;
    }
    return E_OK;
}

/* A page of zeros, or NULL. */
static void *page_create(void)
{
    if (!free_pages && add_chunk() < 0)
        return NULL;
    struct link *page = free_pages;
    free_pages = page->next;
    used++;
    return memset(page, 0, PAGE_SIZE);
}

static void page_destroy(void *page)
{
    struct link *link = page;

    link->next = free_pages;
    free_pages = link;
    if (--used > 0)
        return;
    free_pages = NULL;
    while (chunk_count > 0)
        nmm->destroy_region((u32)chunks[--chunk_count]);
}

static int handle_at(u32 slot)
{
    return (int)handle_make(BITS, slot + 1, objects[slot].uses);
}

static int handle_of(const struct object *object)
{
    return handle_at((u32)(object - objects));
}

static struct object *object_of(int handle)
{
    u32 slot = handle_number(BITS, (u32)handle) - 1;

    if (slot >= OBJECTS || objects[slot].pages == 0 ||
        handle_at(slot) != handle)
        return NULL;
    return &objects[slot];
}

static struct object *named(const char *name)
{
    for (u32 i = 0; i < OBJECTS; i++)
        if (objects[i].pages && !strcmp(objects[i].name, name))
            return &objects[i];
    return NULL;
}

static int create(const char *name, u32 pages)
{
    for (u32 i = 0; i < OBJECTS; i++) {
        struct object *object = &objects[i];

        if (object->pages)
            continue;
        memcpy(object->name, name, strlen(name) + 1);
        object->pages = pages;
        object->uses = handle_next(BITS, object->uses);
        object->directory = NULL;
        return handle_of(object);
    }
    return E_FULL;
}

/* Its name is copied: it stays as it was looked at. */
static int store_open(const char *text, u32 pages)
{
    char name[STORE_NAME];
    const int length = there_name(nmm, text, name, STORE_NAME);

    if (length <= 0 || length == STORE_NAME)
        return length < 0 ? length : E_INVALID;
    const struct object *object = named(name);
    if (object)
        return pages <= object->pages ? handle_of(object) : E_RANGE;
    if (pages == 0)
        return E_NOTFOUND;
    return pages > PAGES_MAX ? E_RANGE : create(name, pages);
}

static int store_pages(int handle)
{
    const struct object *object = object_of(handle);

    return object ? (int)object->pages : E_HANDLE;
}

/* A request for one page; `data` is the caller's. */
static int check(const struct object *object, u32 page, const void *data)
{
    if (!object)
        return E_HANDLE;
    if (page >= object->pages)
        return E_RANGE;
    return is_there_now(nmm, data, PAGE_SIZE) ? E_OK : E_ADDRESS;
}

static int store_read(int handle, u32 page, void *data)
{
    const struct object *object = object_of(handle);
    const int error = check(object, page, data);

    if (error < 0)
        return error;
    u8 **table = object->directory ? object->directory[page / FAN] : NULL;
    if (!table || !table[page % FAN])
        memset(data, 0, PAGE_SIZE);
    else
        memcpy(data, table[page % FAN], PAGE_SIZE);
    return E_OK;
}

/* The place of a page, made if it is not there; NULL: no memory. What was
 * made on the way is an empty page of pointers, which hurts nobody. */
static u8 *place(struct object *object, u32 page)
{
    if (!object->directory)
        object->directory = page_create();
    if (!object->directory)
        return NULL;
    u8 ***table = &object->directory[page / FAN];
    if (!*table)
        *table = page_create();
    if (!*table)
        return NULL;
    u8 **data = &(*table)[page % FAN];
    if (!*data)
        *data = page_create();
    return *data;
}

static int store_write(int handle, u32 page, const void *data)
{
    struct object *object = object_of(handle);
    const int error = check(object, page, data);

    if (error < 0)
        return error;
    u8 *to = place(object, page);
    if (!to)
        return E_NOMEM;
    memcpy(to, data, PAGE_SIZE);
    return E_OK;
}

static void table_destroy(u8 **table)
{
    for (u32 i = 0; i < FAN; i++)
        if (table[i])
            page_destroy(table[i]);
    page_destroy(table);
}

static void object_destroy(struct object *object)
{
    u8 ***directory = object->directory;

    object->pages = 0;
    object->directory = NULL;
    if (!directory)
        return;
    for (u32 i = 0; i < FAN; i++)
        if (directory[i])
            table_destroy(directory[i]);
    page_destroy(directory);
}

static int store_remove(int handle)
{
    struct object *object = object_of(handle);

    if (!object)
        return E_HANDLE;
    object_destroy(object);
    return E_OK;
}

static int export_state(struct module_state *state)
{
    *state = (struct module_state){ STATE_KIND, objects, sizeof(objects) };
    return E_OK;
}

static int copy_table(struct object *to, u32 first, u8 *const *table)
{
    for (u32 i = 0; table && i < FAN; i++) {
        if (!table[i])
            continue;
        u8 *page = place(to, first + i);
        if (!page)
            return E_NOMEM;
        memcpy(page, table[i], PAGE_SIZE);
    }
    return E_OK;
}

/* The same slot and use count: handles stay what they are. */
static int copy_object(struct object *to, const struct object *from)
{
    int error = E_OK;

    *to = *from;
    to->directory = NULL;
    if (from->pages == 0 || !from->directory)
        return E_OK;
    for (u32 i = 0; i < FAN && error == E_OK; i++)
        error = copy_table(to, i * FAN, from->directory[i]);
    return error;
}

static int import_state(const struct module_state *state)
{
    const struct object *from = state->data;
    int error = E_OK;

    if (state->kind != STATE_KIND || state->size != sizeof(objects))
        return E_INVALID;
    for (u32 i = 0; i < OBJECTS && error == E_OK; i++)
        error = copy_object(&objects[i], &from[i]);
    return error;
}

static const struct store table = {
    .open = store_open, .pages = store_pages, .read = store_read,
    .write = store_write, .remove = store_remove,
};

DEIMOS_MODULE("store_ram", MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("store", "store", table, STORE_METHODS,
                 .pairs = "<moduleName, \"store_ram\">, "
                          "<persistence, \"memory\">");
