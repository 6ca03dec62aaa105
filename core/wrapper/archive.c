/* SPDX-License-Identifier: MIT */
/*
 * The boot archive as a source of images (api/images.h): the CM reads its
 * members where they lie, everybody else gets copies.
 */
#include "../api/error.h"
#include "../api/images.h"
#include "../api/manifest.h"
#include "../gate/wrapper.h"
#include "../image/archive.h"
#include "../lib/format.h"
#include "../lib/string.h"
#include "../ups/user.h"

#define MEMBER_SIZE (sizeof("modules/.o") + NAME_SIZE)

static int find(const char *name, struct image_bytes *bytes)
{
    static struct archive_member member;
    char path[MEMBER_SIZE];
    const u32 length = (u32)format(path, sizeof(path), "modules/%s.o", name);

    if (length >= sizeof(path) ||
        archive_find(&boot_archive, path, &member) < 0)
        return E_NOTFOUND;
    *bytes = (struct image_bytes){ .data = member.data,
                                    .size = member.size };
    return E_OK;
}

static int find_named(saddr_t at, struct image_bytes *bytes)
{
    char name[NAME_SIZE];
    const int length = user_string(at, name, sizeof(name));

    if (length < 0)
        return length == E_RANGE ? E_NOTFOUND : E_ADDRESS;
    return find(name, bytes);
}

static u32 GATE_METHOD size(struct gate_call *call, struct gate *gate)
{
    struct image_bytes bytes;
    const int error = find_named(call->arg[0], &bytes);

    (void)gate;
    return error ? (u32)error : bytes.size;
}

static u32 GATE_METHOD read(struct gate_call *call, struct gate *gate)
{
    const struct images_place *place =
        user_pointer(call->arg[0], sizeof(*place));
    struct image_bytes bytes;

    (void)gate;
    if (!place)
        return (u32)E_ADDRESS;
    const int error = find_named((saddr_t)place->name, &bytes);
    if (error)
        return (u32)error;
    if (place->size < bytes.size)
        return (u32)E_RANGE;
    void *to = user_pointer((saddr_t)place->to, bytes.size);
    if (!to)
        return (u32)E_ADDRESS;
    memcpy(to, bytes.data, bytes.size);
    return bytes.size;
}

static gate_method *const table[METHODS_OF(images)] = {
    METHOD_AT(images, size) = size,
    METHOD_AT(images, read) = read,
};

const struct wrapper archive_wrapper = {
    .name = "archive", .type = "images", .methods = IMAGES_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .image = find,
};
