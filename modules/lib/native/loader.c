/* SPDX-License-Identifier: MIT */
/*
 * Where programs come from. Invariant: after each call of the source nothing is
 * believed that was looked up before: it may be another's, or unbound.
 */
#include "loader.h"

#include "../../../core/lib/format.h"
#include "../../api/recover.h"
#include "../call/bound.h"
#include "../space/parts.h"
#include "image.h"

#define LINE 120

enum method { SIZE, READ, METHODS };    /* ORDER struct images */

DEIMOS_RECEPTACLE(loader, images, "images", .from = "archive");

int loader_refuse(const char *name, int error, const char *fmt, ...)
{
    char why[LINE];
    va_list args;

    va_start(args, fmt);
    format_va(why, sizeof(why), fmt, args);
    va_end(args);
    model_report("%s: client %s: %s", model_name, name, why);
    return error;
}

static int check(const char *name)
{
    const u32 count = bound_methods(&loader);

    if (!count)
        return loader_refuse(name, E_UNBOUND, "receptacle 'loader' is unbound: "
                             "programs come from nowhere");
    if (count < METHODS)
        return loader_refuse(name, E_TYPE, "the source of programs has %u "
                             "methods instead of %u", count, METHODS);
    return 0;
}

/* What it answers; `name` is that of the client, for a line. */
static int ask(const char *name, enum method method, const void *argument)
{
    const u32 args[1] = { (u32)argument };
    const int error = check(name);

    if (error)
        return error;
    const u64 result = recover_call(((void *const *)loader)[method], args, 1);
    const int answer = (int)result;
    if (result >> 32)
        return loader_refuse(name, E_DIED, "the source of programs died when "
                             "it was asked");
    if (answer == E_DEAD)
        return loader_refuse(name, E_DEAD, "the source of programs is dead");
    if (answer < 0 && (answer != E_NOTFOUND || method == READ))
        return loader_refuse(name, answer, "the source of programs refused it: "
                             "%d", answer);
    return answer;
}

/* By its short name, or by that of its module. */
static int find(const char *name, char *module)
{
    static const char *const forms[] = { "client_%s", "%s" };
    int size = E_NOTFOUND;

    for (u32 i = 0; i < ARRAY_SIZE(forms) && size == E_NOTFOUND; i++)
        if (format(module, NAME_SIZE, forms[i], name) < NAME_SIZE)
            size = ask(name, SIZE, module);
    return size;
}

static int make_room(struct image *image, int size, const char **file)
{
    if (size == 0 || (u32)size > IMAGES_MOST)
        return loader_refuse(image->name, E_RANGE, "the source of programs says "
                             "it has %d bytes; 1 to %u are possible", size,
                             IMAGES_MOST);
    *file = model_allocate((u32)size, &image->file);
    return *file ? 0 : loader_refuse(image->name, E_NOMEM, "no memory for %d "
                                     "bytes", size);
}

static int fill(const struct images *source, struct image *image,
                const struct images_place *place)
{
    const u32 size = place->size;

    if (loader != source)
        return loader_refuse(image->name, E_BUSY, "'loader' was bound to "
                             "another source while it was asked");
    const int given = ask(image->name, READ, place);
    if (given < 0 || (u32)given == size)
        return given;
    return loader_refuse(image->name, E_RANGE, "the source of programs gave %d "
                         "bytes and had said %u", given, size);
}

int loader_fetch(struct image *image, const char **file)
{
    const struct images *const source = loader;
    char module[NAME_SIZE];
    const int size = find(image->name, module);

    if (size < 0)
        return size;
    const int error = make_room(image, size, file);
    if (error)
        return error;
    const struct images_place place = { module, (void *)*file, (u32)size };
    return fill(source, image, &place);
}
