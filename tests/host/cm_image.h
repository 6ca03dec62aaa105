/* SPDX-License-Identifier: MIT */
/*
 * Modules as plans; loading one makes an image with its manifest:
 *
 *     0x0000  text: function n at 16 * n       0x0800  the manifest
 *     0x0400  read-only data                   0x1000  strings and tables
 *     0x3000  slots                            0x4000  its end
 */
#pragma once

#include "../../core/cm/carried.h"
#include "../../core/registry/lists.h"
#include "../../core/registry/constraints.h"
#include "../../core/base/layout.h"
#include "../../core/base/manager.h"
#include "../../core/gate/wrapper.h"
#include "../../core/image/archive.h"
#include "../../core/image/loader.h"
#include "../../core/lib/crc32.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#define IMAGES 48
#define IMAGE_SIZE 0x4000
#define TEXT_SIZE 0x400
#define FIXED_SIZE 0x1000
#define MANIFEST_AT 0x800
#define SLOTS_AT 0x3000
#define WORLD_GATES 6
#define PARTS 4

enum function { F_INIT, F_EXIT, F_EXPORT, F_IMPORT, F_METHODS };

struct plan {
    const char *name;
    u32 type;
    struct side {
        const char *name, *type, *pairs, *predicate, *from;
        u32 count;              /* slots, or methods */
    } interface[PARTS], receptacle[PARTS];
    u32 functions;              /* 1 << F_INIT ... */
};

struct image {
    u32 owner;                  /* 0: free */
    const struct plan *plan;
    u32 strings, slots, entries;
};

static _Alignas(4096) u8 arena[IMAGES][IMAGE_SIZE];
static struct image images[IMAGES];

static u8 *memory_of(const struct image *image)
{
    return arena[image - images];
}

static struct image *image_of(u32 owner)
{
    for (u32 i = 0; i < IMAGES; i++)
        if (images[i].owner == owner)
            return &images[i];
    return NULL;
}

static const char *put_text(struct image *image, const char *text)
{
    if (!text)
        return NULL;
    char *at = (char *)memory_of(image) + image->strings;
    strcpy(at, text);
    image->strings += (u32)strlen(text) + 1;
    return at;
}

static struct manifest_entry *entry_at(const struct image *image, u32 index)
{
    return (struct manifest_entry *)(memory_of(image) + MANIFEST_AT) + index;
}

static struct manifest_entry *put_entry(struct image *image, u32 kind,
                                        const char *name)
{
    struct manifest_entry *m = entry_at(image, image->entries++);

    *m = (struct manifest_entry){ .magic = MANIFEST_MAGIC, .kind = kind,
                                  .name = put_text(image, name) };
    return m;
}

static struct manifest_entry *put_side(struct image *image, u32 kind,
                                       const struct side *side)
{
    struct manifest_entry *m = put_entry(image, kind, side->name);

    m->type = put_text(image, side->type);
    m->pairs = put_text(image, side->pairs);
    m->predicate = put_text(image, side->predicate);
    m->count = side->count;
    return m;
}

static void put_interface(struct image *image, const struct side *side)
{
    struct manifest_entry *m = put_side(image, MANIFEST_INTERFACE, side);
    char names[METHOD_MAX * 5] = "";

    image->strings = (image->strings + 3) & ~3u;
    u32 *table = (u32 *)(memory_of(image) + image->strings);
    m->table = table;
    image->strings += side->count * 4;
    for (u32 i = 0; i < side->count; i++) {
        table[i] = (u32)memory_of(image) + 16 * (F_METHODS + i);
        sprintf(names + strlen(names), "%sm%u", i ? " " : "", i);
    }
    m->methods = put_text(image, names);
}

static void put_receptacle(struct image *image, const struct side *side)
{
    struct manifest_entry *m = put_side(image, MANIFEST_RECEPTACLE, side);

    m->table = memory_of(image) + image->slots;
    image->slots += side->count * 4;
    m->from = put_text(image, side->from);
}

static void put_module(struct image *image, const struct plan *plan)
{
    struct manifest_entry *m = put_entry(image, MANIFEST_MODULE, plan->name);
    saddr_t at[F_METHODS];

    for (u32 i = 0; i < F_METHODS; i++)
        at[i] = plan->functions & 1u << i ? (u32)memory_of(image) + 16 * i : 0;
    m->module_type = plan->type;
    memcpy(&m->init, &at[F_INIT], 4);
    memcpy(&m->exit, &at[F_EXIT], 4);
    memcpy(&m->export_state, &at[F_EXPORT], 4);
    memcpy(&m->import_state, &at[F_IMPORT], 4);
}

static void put_plan(struct image *image, const struct plan *plan)
{
    memset(memory_of(image), 0, IMAGE_SIZE);
    put_module(image, plan);
    for (u32 i = 0; i < PARTS && plan->interface[i].name; i++)
        put_interface(image, &plan->interface[i]);
    for (u32 i = 0; i < PARTS && plan->receptacle[i].name; i++)
        put_receptacle(image, &plan->receptacle[i]);
}
