/* SPDX-License-Identifier: MIT */
/* Spaces of `segmented`. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "carried/module.h"
#include "ring3/fault.h"
#include "native/image.h"
#include "space/methods.h"
#include "sharing/source.h"

#define TEXT 16                 /* bytes below the text: nothing to execute */
#define HLT 0xf4

struct space *space_find(int space)
{
    return (struct space *)spaces_find(space);
}

static int enter(struct space_head *space)
{
    (void)space;
    return client_faults_hold(NULL);
}

int space_create(void)
{
    return spaces_create(sizeof(struct space), enter);
}

void space_empty(struct space *space)
{
    share_drop(space);
    proxy_close(&space->client);
    client_ldt_destroy(&space->client);
    const u32 text = space->text, data = space->data;

    space->text = space->data = space->end = 0;
    backing_release(text);
    backing_release(data);
}

static int leave(struct space_head *space)
{
    const int error = client_unload((struct client *)space);

    if (error < 0)
        return error;
    space_empty((struct space *)space);
    backing_forget(space);
    client_faults_release();
    return 0;
}

int space_destroy(int handle)
{
    return spaces_destroy(handle, leave);
}

/* Not 0: no function of a client is at NULL. */
static u32 text_base(const struct image *image)
{
    return image->object.align < TEXT ? TEXT : image->object.align;
}

int space_allocate(struct space *space, u32 text_end, u32 end)
{
    int number = backing_create(0, extent_pages(text_end));

    if (number < 0)
        return number;
    space->text = (u32)number;
    number = backing_create(0, extent_pages(end));
    if (number < 0)
        return number;
    space->data = (u32)number;
    space->end = end;
    return 0;
}

/* Text and data, relocated, at their places; the stack below the data. */
static int fill(struct space *space, const struct image *image)
{
    const u32 data = image->size - image->data_start;
    const int error = space_allocate(space, image->text + image->text_size,
                                     STACK + data);

    if (error < 0)
        return error;
    memset((void *)backing_at(space->text)->base, HLT, image->text);
    memcpy((void *)(backing_at(space->text)->base + image->text),
           image->memory, image->text_size);
    memcpy((void *)(backing_at(space->data)->base + STACK),
           image->memory + image->data_start, data);
    return 0;
}

int space_describe(struct space *space, u32 text_end)
{
    int error = client_ldt_create(&space->client);

    if (error >= 0)
        error = client_segment(&space->client, CLIENT_CODE, LOCAL_CODE_ONLY,
                               NMM_UPS, backing_at(space->text)->base,
                               client_limit(text_end));
    if (error >= 0)
        error = segment_set_data(space);
    if (error >= 0)
        error = client_task_create(&space->client, NMM_UPS);
    return error;
}

/* Calls have the lower part of the stack, for that has one segment. */
static int present(struct space *space, const struct image *image)
{
    u32 bytes = 0;
    const int error = proxy_is_called(image) ?
                      map_visits(space, CALL_BYTES, &bytes) : 0;

    return error < 0 ? error : proxy_open(&space->client, image, VISIT_STACK,
                                          bytes);
}

static int load(struct client *client, const char *name)
{
    struct space *space = (void *)client;
    struct image image;
    int error = image_open(&image, name);

    if (error < 0)
        return error;
    error = client_place(&image, text_base(&image), STACK);
    if (error >= 0)
        error = fill(space, &image);
    if (error >= 0)
        error = space_describe(space, image.text + image.text_size);
    if (error >= 0)
        error = present(space, &image);
    if (error >= 0) {
        client_adopt(&space->client, &image);
        space->client.top = STACK;
    } else {
        space_empty(space);
    }
    image_close(&image);
    return error;
}

u32 model_memory_at(struct space_head *space, u32 address)
{
    return ((struct space *)space)->far[share_slot(address)].memory;
}

int space_load(int space, const char *name)
{
    return client_load(space, name, load);
}
