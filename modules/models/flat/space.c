/* SPDX-License-Identifier: MIT */
/* Spaces of `flat`: what a program has of the one space that there is. */
#include "model.h"

#include "native/image.h"
#include "space/methods.h"

struct space *space_find(int space)
{
    return (struct space *)spaces_find(space);
}

int space_create(void)
{
    return spaces_create(sizeof(struct space), NULL);
}

static void leave(struct space_head *head)
{
    struct space *space = (struct space *)head;

    map_drop(space);
    backing_forget(head);
    model_release(&space->image);
}

int space_destroy(int handle)
{
    return spaces_destroy(handle, leave);
}

/* MOVL $client, %edx; JMP entry */
static void write_stub(u8 *stub, const struct client *client, u32 entry)
{
    const u32 distance = entry - ((u32)stub + 10);
    const u32 address = (u32)client;

    stub[0] = 0xba;
    stub[5] = 0xe9;
    __builtin_memcpy(stub + 1, &address, 4);
    __builtin_memcpy(stub + 6, &distance, 4);
}

void space_write_stubs(struct space *space, const struct image *image)
{
    for (u32 i = 0; i < SERVICES; i++)
        write_stub(image_stub(image, i), &space->client,
                   (u32)near_entries[i]);
}

int space_add_image(struct space *space, u32 base, u32 size)
{
    return extent_add(&space->extents, &(struct extent){
        .base = base, .size = size, .kind = AREA_DATA,
        .access = FLAT_ACCESS, .most = FLAT_ACCESS }) ? 0 : E_FULL;
}

/* The image stays where it was placed. */
static int adopt(struct space *space, struct image *image)
{
    const u32 base = (u32)image->memory;
    const u32 size = extent_pages(image->size + HEAP);
    const int error = space_add_image(space, base, size);

    if (error < 0)
        return error;
    space_write_stubs(space, image);
    space->data_end = base + image->size;
    space->heap_end = base + size;
    space->image = image->region;
    image->region = 0;
    client_adopt(&space->client, image);
    return 0;
}

static int load(struct client *client, const char *name)
{
    struct space *space = (void *)client;
    struct image image;
    int error = image_open_room(&image, name, HEAP);

    if (error < 0)
        return error;
    error = image_place(&image, (u32)image.memory,
                        (u32)image.memory + image.data_start);
    if (error >= 0)
        error = adopt(space, &image);
    image_close(&image);
    return error;
}

int space_load(int space, const char *name)
{
    return client_load(space, name, load);
}
