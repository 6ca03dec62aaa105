/* SPDX-License-Identifier: MIT */
/*
 * A source of images that damages what the archive has, a few words at a time:
 * where and how a number says, so that each case can be had again.
 */
#include "deimos.h"

#include "../../core/loader/elf_format.h"

#define STRINGS 0x20                    /* SHF_STRINGS (gABI, 4) */

/* ORDER tests/boot/images_odd.lua */
enum part { HEADER, SECTIONS, MANIFEST, RELOCATIONS, SYMBOLS, NAMES, TEXTS,
            SIZE, PARTS };

DEIMOS_RECEPTACLE(archive, images, "images", .from = "archive");

static u32 state, part, edits, armed;
static int answered;                    /* by size() */

static u32 random_below(u32 n)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % n;
}

static u32 odd_value(u32 was)
{
    static const u32 odd[] = {
        0, 1, 2, 3, 4, 5, 7, 8, 16, 24, 25, 31, 32, 63, 64, 65, 0xff, 0x100,
        0xfff, 0x1000, 0x1001, 0x7fff, 0xfff1, 0xffff, 0x10000, 0x7fffffff,
        0x80000000, 0xc0000000, 0xfffffff0, 0xfffffffc, 0xffffffff,
    };

    switch (random_below(4)) {
    case 0: return was + random_below(33) - 16;
    case 1: return was ^ 1u << random_below(32);
    case 2: return random_below(1u << 24) << random_below(9);
    default: return odd[random_below(ARRAY_SIZE(odd))];
    }
}

/* A word, a half of one, or a byte of [at, at + size). */
static void damage(u8 *at, u32 size)
{
    const u32 wide = 4u >> random_below(3);

    if (size < 4)
        return;
    u8 *to = at + random_below(size / wide) * wide;
    u32 word = 0;
    for (u32 i = 0; i < wide; i++)
        word |= (u32)to[i] << 8 * i;
    word = odd_value(word);
    for (u32 i = 0; i < wide; i++)
        to[i] = (u8)(word >> 8 * i);
}

/* One of the sections of that type, at random; or of those with texts. */
static const struct elf_section *any_section(const u8 *image, u32 type)
{
    const struct elf_header *h = (const void *)image;
    const struct elf_section *all = (const void *)(image + h->shoff);
    const struct elf_section *found = NULL;
    u32 count = 0;

    for (u32 i = 0; i < h->shnum; i++)
        if ((type ? all[i].type == type : all[i].flags & STRINGS) &&
            all[i].size && !random_below(++count))
            found = &all[i];
    return found;
}

static void damage_type(u8 *image, u32 type)
{
    const struct elf_section *section = any_section(image, type);

    if (section)
        damage(image + section->offset, section->size);
}

/* A character of a name, of pairs or of a predicate. */
static void damage_text(u8 *image)
{
    static const u8 odd[] = "\0\1\t\n\x1b\x7f\x80\xc3\xbc <>\"(),;*9-anot";
    const struct elf_section *section = any_section(image, 0);

    if (section)
        image[section->offset + random_below(section->size)] =
            odd[random_below(sizeof(odd))];
}

/* An entry, wherever it lies. */
static void damage_manifest(u8 *image, u32 size)
{
    u32 skip = random_below(8);

    for (u32 turn = 0; turn < 9; turn++)
        for (u32 at = 0; at + sizeof(struct manifest_entry) <= size; at += 4)
            if (*(u32 *)(image + at) == MANIFEST_MAGIC && !skip--) {
                damage(image + at, sizeof(struct manifest_entry));
                return;
            }
}

static void damage_one(u8 *image, u32 size)
{
    const struct elf_header h = *(struct elf_header *)image;

    switch (part) {
    case HEADER: damage(image, sizeof(h)); break;
    case SECTIONS: damage(image + h.shoff, h.shnum * 40u); break;
    case MANIFEST: damage_manifest(image, size); break;
    case RELOCATIONS: damage_type(image, SHT_REL); break;
    case SYMBOLS: damage_type(image, SHT_SYMTAB); break;
    case NAMES: damage_type(image, SHT_STRTAB); break;
    case TEXTS: damage_text(image); break;
    }
}

static int get_size(const char *name)
{
    answered = archive->size(name);
    if (armed && part == SIZE && answered > 0)
        answered = (int)odd_value((u32)answered);
    return answered;
}

/* With another size than the archive's: as much of it as there is room for. */
static int read(const struct images_place *place)
{
    const int size = archive->read(place), was_armed = armed;

    armed = 0;
    if (was_armed && part == SIZE)
        return answered;
    /* Of headers once: by them the rest is found. */
    for (u32 i = 0; was_armed && size > 0 && i < edits; i++)
        if (!i || part > SECTIONS)
            damage_one(place->to, (u32)size);
    return size;
}

/* The next image: which part of it, how often, as that number says. */
static int set(u32 what, u32 times, u32 seed)
{
    part = what;
    edits = times;
    state = seed * 2654435761u + 12345;
    armed = 1;
    return PARTS;
}

static const struct images images = { get_size, read };
static const struct {
    int (*set)(u32 part, u32 times, u32 seed);
} odd = { set };

DEIMOS_MODULE("odd_source", MODULE_SYSTEM);
DEIMOS_INTERFACE("images", "images", images, IMAGES_METHODS);
DEIMOS_INTERFACE("odd", "odd", odd, "set");
