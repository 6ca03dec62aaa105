/* SPDX-License-Identifier: MIT */
/* Placing an image of the core: copy, clear, relocate, enter. */
#include "image.h"

#include "../lib/string.h"

#define R_386_RELATIVE 8

struct relocation {
    u32 offset;
    u32 info;
};

const char *image_check(const void *file, u32 file_size, u32 *size)
{
    const struct image_header *h = file;

    if (file_size < sizeof(*h) || h->magic != IMAGE_MAGIC)
        return "not an image of the core";
    if (h->file_size > file_size || h->memory_size < h->file_size ||
        h->memory_size > 1u << 24)
        return "truncated";
    if (h->entry >= h->file_size || h->relocations_end > h->file_size ||
        h->relocations > h->relocations_end)
        return "header out of range";

    const struct relocation *r = (const void *)((const u8 *)file +
                                                h->relocations);
    const struct relocation *end = (const void *)((const u8 *)file +
                                                  h->relocations_end);
    for (; r + 1 <= end; r++)
        if (r->info != R_386_RELATIVE || r->offset > h->file_size - 4)
            return "relocation out of range";
    *size = (h->memory_size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    return NULL;
}

const void *image_activate(const void *file, paddr_t to,
                           const struct core_exports *exports)
{
    const struct image_header *h = file;
    u8 *image = (u8 *)to;

    memcpy(image, file, h->file_size);
    memset(image + h->file_size, 0, h->memory_size - h->file_size);

    const struct relocation *r = (const void *)(image + h->relocations);
    const struct relocation *end = (const void *)(image + h->relocations_end);
    for (; r + 1 <= end; r++)
        *(u32 *)(image + r->offset) += to;

    const void *(*entry)(const struct core_exports *) =
        (const void *(*)(const struct core_exports *))(image + h->entry);
    return entry(exports);
}
