/* SPDX-License-Identifier: MIT */
/*
 * A client's program and its stack in a space:
 *
 *      0       never mapped
 *      1       text, then data; grow() goes on behind it
 *      ...     map(), share() and attach() from the top down
 *      guard   one page that cannot be mapped
 *      stack   STACK pages, demand zero, at the end of the window
 */
#include "model.h"

#include "native/image.h"
#include "ring3/sysenter.h"
#include "resident/drop.h"

#define TEXT PAGE_SIZE
#define STACK 16u

static u32 round_up(u32 size)
{
    return (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

/* To be written as data first, for the copy. */
static int map_image(struct space *space, const struct image *image)
{
    return map_create(space, image->text,
                     image->data - image->text +
                     round_up(image->size - image->data_start),
                     ACCESS_READ | ACCESS_WRITE, NULL);
}

static int copy_image(struct space *space, const struct image *image)
{
    int error = access_write(space, image->text, image->memory,
                            image->text_size);

    if (error == E_OK)
        error = access_write(space, image->data,
                            image->memory + image->data_start,
                            image->size - image->data_start);
    if (error == E_OK)
        error = protect_pages(space, image->text, image->text_size,
                              ACCESS_READ | ACCESS_EXECUTE);
    return error;
}

static int place_stack(struct space *space)
{
    const u32 first = space->pages - STACK;
    int error;

    if (space->shadow[first - 1])
        return E_BUSY;
    error = map_create(space, first << PAGE_SHIFT, STACK << PAGE_SHIFT,
                      ACCESS_READ | ACCESS_WRITE, NULL);
    if (error < 0)
        return error;
    space_mark(space, first, STACK, AREA_STACK);
    space->shadow[first - 1] = SHADOW_GUARD;
    space->client.top = space->pages << PAGE_SHIFT;
    return E_OK;
}

/* Not more of it than there was. */
static void clear(struct space *space, u32 from, u32 to)
{
    for (u32 i = from >> PAGE_SHIFT; i < to >> PAGE_SHIFT; i++)
        drop_page(space, i);
}

static void remove_stack(struct space *space)
{
    const u32 first = space->pages - STACK;

    clear(space, first << PAGE_SHIFT, space->pages << PAGE_SHIFT);
    space->shadow[first - 1] = 0;
}

/* As a module; with memory for calls into it, if it needs any. */
static int present(struct space *space, const struct image *image)
{
    const u32 size = proxy_is_called(image) ? VISIT_STACK + CALL_BYTES : 0;
    u32 area = 0;
    int error = size ? map_create(space, 0, size, ACCESS_READ | ACCESS_WRITE,
                                  &area) : 0;

    if (error < 0)
        return error;
    error = proxy_open(&space->client, image, area + VISIT_STACK,
                       area + VISIT_STACK);
    if (error < 0)
        clear(space, area, area + size);
    return error;
}

static int fill(struct space *space, struct image *image)
{
    const u32 data = TEXT + round_up(image->text_size);
    const u32 end = data + image->size - image->data_start;
    int error = client_place(image, TEXT, data);

    if (error == E_OK && !space_is_window(space, TEXT, end))
        error = E_NOMEM;
    if (error == E_OK)
        error = sysenter_choose(image);
    if (error == E_OK)
        error = map_image(space, image);
    if (error < 0)
        return error;
    error = copy_image(space, image);
    if (error == E_OK)
        error = place_stack(space);
    if (error == E_OK) {
        error = present(space, image);
        if (error < 0)
            remove_stack(space);
    }
    if (error < 0) {
        clear(space, TEXT, round_up(end));
        return error;
    }
    space_mark(space, TEXT >> PAGE_SHIFT, map_count(image->text_size),
               AREA_TEXT);
    space_mark(space, data >> PAGE_SHIFT, map_count(end - data), AREA_DATA);
    space->end = end;
    client_adopt(&space->client, image);
    return E_OK;
}

int load_program(struct space *space, const char *name)
{
    struct image image;

    if (space->client.name[0])
        return E_EXISTS;
    int error = image_open(&image, name);
    if (error < 0)
        return error;
    error = fill(space, &image);
    image_close(&image);
    return error;
}
