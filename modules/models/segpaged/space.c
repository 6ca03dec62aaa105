/* SPDX-License-Identifier: MIT */
/* Spaces of `segpaged`: slices of the window. */
#include "closed.h"

#include "../../../core/lib/string.h"
#include "carried/module.h"
#include "ring3/fault.h"
#include "native/image.h"
#include "space/methods.h"
#include "ring3/sysenter.h"
#include "space/trap.h"

#define PAGE_FAULT 14

static u8 taken[SLICES];

struct space *space_find(int space)
{
    return (struct space *)spaces_find(space);
}

laddr_t space_linear(const struct space *space)
{
    return NMM_WINDOW_BASE + (space->slice - 1) * SLICE;
}

static u32 take_slice(void)
{
    for (u32 i = 0; i < SLICES; i++)
        if (!taken[i]) {
            taken[i] = 1;
            return i + 1;
        }
    return 0;
}

/*
 * A page fault of a client lies in its slice, for its segments end there. An
 * address elsewhere is that of a fault which came between: the client tries
 * again, and its own address is told. Once: on a machine that does not know
 * limits it is the client's.
 */
static int try_again(struct space *space, u32 eip)
{
    const int again = space->foreign != eip;

    space->foreign = again ? eip : 0;
    return again;
}

/* Pages are closed; or the trap has said no: then another thread may have opened
 * the page since it was touched. */
static int __attribute__((noinline)) try_otherwise(struct space *space,
                                                   struct client_fault *fault,
                                                   u32 address, u32 access)
{
    if (space->closed_count) {
        const int told = closed_touch(space, fault, address, access);
        if (told)
            return told > 0;
        if (space->client.is_stepped)
            client_pause(&space->client, CLIENT_LINK((u32)(fault + 1)));
        if (model_trap(space->client.head.handle, address, access))
            return 1;
    }
    return extent_find(&space->extents, address) &&
           access_of_page(space, address) & access;
}

static int try_access(struct client *client, struct client_fault *fault)
{
    struct space *space = (struct space *)client;
    const u32 access = fault->error & 2 ? ACCESS_WRITE : ACCESS_READ;
    u32 address;

    if (fault->vector != PAGE_FAULT)
        return 0;
    address = client_fault_address() - space_linear(space);
    if (address >= SLICE)
        return try_again(space, fault->eip);
    space->foreign = 0;
    if (!space->closed_count &&
        model_trap(client->head.handle, address, access))
        return 1;
    return try_otherwise(space, fault, address, access);
}

static int enter(struct space_head *head)
{
    struct space *space = (struct space *)head;
    const int error = client_faults_hold(try_access);

    if (error < 0)
        return error;
    space->slice = take_slice();
    if (!space->slice)
        client_faults_release();
    return space->slice ? 0 : E_FULL;
}

int space_create(void)
{
    return spaces_create(sizeof(struct space), enter);
}

static int leave(struct space_head *head)
{
    struct space *space = (struct space *)head;
    const int error = client_unload(&space->client);

    if (error < 0)
        return error;
    proxy_close(&space->client);
    client_ldt_destroy(&space->client);
    place_remove_all(space);
    backing_forget(head);
    taken[space->slice - 1] = 0;
    client_faults_release();
    if (spaces_count() == 1)
        sysenter_close();
    return 0;
}

int space_destroy(int handle)
{
    return spaces_destroy(handle, leave);
}

/* A copy of `size` bytes at `from` (NULL: zeros) for the client, in pages. */
static int put(struct space *space, const void *from, u32 size, u32 address,
               u32 kind, u32 access)
{
    const int number = backing_create(0, extent_pages(size));

    if (number > 0 && from)
        memcpy((void *)backing_at((u32)number)->base, from, size);
    const int error = place(space, number, address, kind, access);

    if (error >= 0)
        extent_find(&space->extents, address)->most = access;
    return error;
}

static int fill(struct space *space, const struct image *image)
{
    const u32 data_size = image->size - image->data_start;
    int error = put(space, image->memory, image->text_size, TEXT,
                    AREA_TEXT, ACCESS_READ | ACCESS_EXECUTE);

    if (error >= 0)
        error = put(space, image->memory + image->data_start, data_size,
                    image->data, AREA_DATA, ACCESS_READ | ACCESS_WRITE);
    if (error >= 0)
        error = put(space, NULL, STACK, SLICE - STACK, AREA_STACK,
                    ACCESS_READ | ACCESS_WRITE);
    space->code_end = TEXT + image->text_size;
    space->data_end = image->data + data_size;
    space->heap_end = extent_pages(space->data_end);
    return error;
}

int space_describe(struct space *space)
{
    struct client *client = &space->client;
    const laddr_t base = space_linear(space);
    int error = client_ldt_create(client);

    if (error >= 0)
        error = client_segment(client, CLIENT_CODE, LOCAL_CODE_ONLY,
                               model_vsas, base,
                               client_limit(space->code_end));
    if (error >= 0)
        error = client_segment(client, CLIENT_DATA, LOCAL_DATA, model_vsas,
                               base, SLICE);
    if (error >= 0)
        error = client_segment(client, CLIENT_STACK, LOCAL_DATA, model_vsas,
                               base, SLICE);
    return error < 0 ? error : client_task_create(client, model_vsas);
}

static int present(struct space *space, const struct image *image)
{
    u32 area = 0;
    const int error = proxy_is_called(image) ?
                      map_visits(space, VISIT_STACK + CALL_BYTES, &area) : 0;

    return error < 0 ? error : proxy_open(&space->client, image,
                                          area + VISIT_STACK,
                                          area + VISIT_STACK);
}

static int build(struct space *space, struct image *image)
{
    int error = client_place(image, TEXT, TEXT + image->data_start);

    if (error >= 0)
        error = image->data + (image->size - image->data_start) > MAPS ?
                E_NOMEM : sysenter_choose(image);
    if (error >= 0)
        error = fill(space, image);
    if (error >= 0)
        error = space_describe(space);
    if (error >= 0)
        error = present(space, image);
    if (error >= 0) {
        client_adopt(&space->client, image);
        space->client.top = SLICE;
    } else {
        client_ldt_destroy(&space->client);
        place_remove_all(space);
        space->data_end = space->heap_end = 0;
    }
    return error;
}

static int load(struct client *client, const char *name)
{
    struct space *space = (void *)client;
    struct image image;
    int error;

    if (space->extents.count)
        return E_BUSY;
    error = image_open(&image, name);
    if (error < 0)
        return error;
    error = build(space, &image);
    image_close(&image);
    return error;
}

int space_load(int space, const char *name)
{
    return client_load(space, name, load);
}
