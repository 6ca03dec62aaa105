/* SPDX-License-Identifier: MIT */
/* A client program, from the boot archive to memory. */
#include "image.h"

#include "../../../core/lib/format.h"
#include "../../../core/lib/string.h"
#include "../space/parts.h"
#include "program.h"

#define MEMBER 64               /* of a member's name */

static int refuse(const char *name, int error, const char *why)
{
    model_report("%s: client %s: %s", model_name, name, why);
    return error;
}

void image_close(struct image *image)
{
    model_release(&image->file);
    model_release(&image->scratch);
    model_release(&image->region);
}

/* By its short name, or by that of its module. */
static int find_member(const char *name, char *member)
{
    static const char *const forms[] = {
        "modules/client_%s.o", "modules/%s.o",
    };
    int size = E_NOTFOUND;

    for (u32 i = 0; i < ARRAY_SIZE(forms) && size == E_NOTFOUND; i++)
        if (format(member, MEMBER, forms[i], name) < MEMBER)
            size = cm->archive_size(member);
    return size;
}

static int read_file(struct image *image, const char **file)
{
    char member[MEMBER];
    const int size = find_member(image->name, member);

    if (size < 0)
        return size;
    char *at = model_allocate((u32)size + 1, &image->file);
    if (!at)
        return E_NOMEM;
    *file = at;
    const int got = cm->archive_read(member, 0, at, (u32)size);
    return got < 0 ? got : size;
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
    image->size = image->table + SERVICES * 4;
    image->memory = model_allocate(image->size + image->room, &image->region);
    return image->memory ? 0 : E_NOMEM;
}

int image_open_room(struct image *image, const char *name, u32 room_behind)
{
    struct elf_reason why = { "no memory" };
    const char *file;

    *image = (struct image){ .name = name, .room = room_behind };
    const int size = read_file(image, &file);
    if (size == E_NOTFOUND)
        return E_NOTFOUND;
    int error = size;
    if (error >= 0)
        error = elf_check(&image->object, file, (u32)size, &why);
    if (error >= 0)
        error = lay_out(image, &why);
    if (error < 0) {
        image_close(image);
        return refuse(name, error, why.text);
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

static void write_table(struct image *image)
{
    const u32 first = image->text + image->text_size - IMAGE_STUBS;
    u32 *table = (u32 *)(image->memory + image->table);

    for (u32 i = 0; i < SERVICES; i++)
        table[i] = first + i * IMAGE_STUB;
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
    fault = program_check(image);
    if (fault)
        return refuse(image->name, E_MANIFEST, fault);
    write_table(image);
    return 0;
}
