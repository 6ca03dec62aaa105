/* SPDX-License-Identifier: MIT */
/* Spaces of `flat`: what a program has of the one space that there is. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "native/image.h"
#include "native/program.h"
#include "space/methods.h"
#include "carried/module.h"

struct space *space_find(int space)
{
    return (struct space *)spaces_find(space);
}

int space_create(void)
{
    return spaces_create(sizeof(struct space), NULL);
}

static int leave(struct space_head *head)
{
    struct space *space = (struct space *)head;
    const int error = client_unload(&space->client);

    if (error < 0)
        return error;
    map_drop(space);
    backing_forget(head);
    model_release(&space->image);
    return 0;
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

/* Where its own threads begin: JMP to. In the place of the way to finish by, which is
 * not needed here. */
static void write_begin(u8 *stub, struct client *client)
{
    const u32 distance = (u32)client_begin - ((u32)stub + 5);

    stub[0] = 0xe9;
    memcpy(stub + 1, &distance, sizeof(distance));
    client->begin = (void *)stub;
}

/* What a slot leads to where no CM has written it: MOVL $E_UNBOUND, %eax;
 * RET */
static void write_unbound(u8 *stub)
{
    const int error = E_UNBOUND;

    stub[0] = 0xb8;
    memcpy(stub + 1, &error, sizeof(error));
    stub[5] = 0xc3;
}

void space_write_stubs(struct space *space, const struct image *image)
{
    for (u32 i = 0; i < SERVICES; i++)
        write_stub(image_stub(image, i), &space->client,
                   (u32)near_entries[i]);
    write_begin(image_stub(image, SERVICES), &space->client);
    for (u32 i = 0; i < IMAGE_SLOTS; i++)
        write_unbound(image_call(image, i));
}

int space_add_image(struct space *space, u32 base, u32 size)
{
    return extent_add(&space->extents, &(struct extent){
        .base = base, .size = size, .kind = AREA_DATA,
        .access = FLAT_ACCESS, .most = FLAT_ACCESS }) ? 0 : E_FULL;
}

/* A module without a loader of its own: its slots and its tables are what the CM
 * writes and hands out. The receptacle `client` is no part of it. */
static int present(struct space *space, const struct image *image)
{
    const struct program *program = image->program;
    struct client *client = &space->client;
    const u32 size = program->count * sizeof(struct manifest_entry);
    const u32 manifest = (u32)image->memory + program->first;

    memcpy((void *)manifest, program->entries, size);
    client->threads = program->threads ?
                      (void *)program->entries[program->threads - 1].table :
                      NULL;
    client->carried = (struct carried){
        .base = (saddr_t)image->memory, .size = image->size,
        .text_size = image->text_size, .fixed_size = image->object.write_start,
        .manifest = manifest, .manifest_size = size,
        .space = client->head.handle };
    return module_enter(&client->head, &client->carried, image->name);
}

/* The image stays where it was placed. */
static int adopt(struct space *space, struct image *image)
{
    const u32 base = (u32)image->memory;
    const u32 size = extent_pages(image->size + HEAP);
    int error = space_add_image(space, base, size);

    if (error < 0)
        return error;
    space_write_stubs(space, image);
    error = present(space, image);
    if (error < 0) {
        extent_remove(&space->extents, extent_find(&space->extents, base));
        return error;
    }
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
