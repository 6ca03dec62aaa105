/* SPDX-License-Identifier: MIT */
/* A client program, from its source to memory. */
#include "image.h"

#include "../../../core/lib/string.h"
#include "../space/parts.h"
#include "loader.h"
#include "program.h"

static struct program placed;   /* the model's lock is held */

static int refuse(const char *name, int error, const char *why)
{
    return loader_refuse(name, error, "%s", why);
}

void image_close(struct image *image)
{
    model_release(&image->file);
    model_release(&image->scratch);
    model_release(&image->region);
}

static int lay_out(struct image *image, struct elf_reason *why)
{
    const u32 room = elf_scratch_size(&image->object);
    void *scratch = model_allocate(room, &image->scratch);
    u32 stubs;

    if (!scratch)
        return E_NOMEM;
    const int error = elf_layout_split(&image->object, scratch, room,
                                       IMAGE_STUBS, &stubs, why);
    if (error < 0)
        return error;
    image->text_size = stubs + IMAGE_STUBS;
    image->data_start = image->object.data_start;
    image->table = (image->object.memory_size + 3) & ~3u;
    image->size = image->table + (SERVICES + IMAGE_SLOTS) * 4;
    image->memory = model_allocate(image->size + image->room, &image->region);
    return image->memory ? 0 : E_NOMEM;
}

/* A source that is asked could take the caller's text away. */
static int keep_name(struct image *image, const char *name)
{
    const u32 length = (u32)strlen(name);

    if (!length || length >= NAME_SIZE)
        return E_NOTFOUND;
    memcpy(image->kept, name, length + 1);
    image->name = image->kept;
    return 0;
}

int image_open_room(struct image *image, const char *name, u32 room_behind)
{
    struct elf_reason why = { "no memory" };
    const char *file;

    *image = (struct image){ .room = room_behind };
    int error = keep_name(image, name);
    if (error)
        return error;
    const int size = loader_fetch(image, &file);
    if (size < 0) {
        image_close(image);
        return size;
    }
    error = elf_check(&image->object, file, (u32)size, &why);
    if (error >= 0)
        error = lay_out(image, &why);
    if (error < 0) {
        image_close(image);
        return refuse(image->name, error, why.text);
    }
    return 0;
}

int image_open(struct image *image, const char *name)
{
    return image_open_room(image, name, 0);
}

u8 *image_stub(const struct image *image, u32 service)
{
    return image->memory + image->text_size - IMAGE_STUBS +
           service * IMAGE_STUB;
}

u8 *image_call(const struct image *image, u32 slot)
{
    return image->memory + image->text_size -
           (IMAGE_SLOTS - slot) * IMAGE_CALL;
}

static void write_table(struct image *image)
{
    const u32 first = image->text + image->text_size - IMAGE_STUBS;
    u32 *table = (u32 *)(image->memory + image->table);

    for (u32 i = 0; i < SERVICES; i++)
        table[i] = first + i * IMAGE_STUB;
    for (u32 i = 0; i < IMAGE_SLOTS; i++)
        table[SERVICES + i] = first + IMAGE_SERVICES + i * IMAGE_CALL;
    image->finish = first + SERVICES * IMAGE_STUB;
}

int image_place(struct image *image, u32 text, u32 data)
{
    struct elf_reason why;
    const char *fault;

    image->text = text;
    image->data = data;
    int error = elf_place_split(&image->object, image->memory,
                                image->object.memory_size, text, data, &why);
    if (error < 0)
        return refuse(image->name, error, why.text);
    image->program = &placed;
    fault = program_check(image, &placed);
    if (fault)
        return refuse(image->name, E_MANIFEST, fault);
    write_table(image);
    return 0;
}
