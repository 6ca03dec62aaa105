/* SPDX-License-Identifier: MIT */
/* The default loader: an object of the archive into a region of the UPS. */
#include "../image/loader.h"

#include "../api/error.h"
#include "../lib/format.h"
#include "../image/exports.h"
#include "elf.h"

#define SCRATCH_SIZE (256u << 10)       /* 12,000 symbols or so */
#define MANIFEST ".deimos"

const void *image_entry(const struct core_exports *exports);

static const struct core_exports *core;
static u32 scratch[SCRATCH_SIZE / sizeof(u32)];

/* Without one the CM says so; two could be anything. */
static int find_manifest(const struct elf_object *object,
                         struct loaded *loaded, struct elf_reason *why)
{
    const int found = elf_section_find(object, MANIFEST, &loaded->manifest,
                                       &loaded->manifest_size);

    if (found == E_EXISTS) {
        format(why->text, sizeof(why->text), "two sections " MANIFEST);
        return E_FORMAT;
    }
    if (found < 0)
        loaded->manifest_size = 0;
    return E_OK;
}

static int place(const struct elf_object *object, u32 owner,
                 struct loaded *loaded, struct elf_reason *why)
{
    int error = core->region_create(owner, NMM_UPS, 0, object->memory_size,
                                    REGION_IMAGE, &loaded->region,
                                    &loaded->base);
    if (error < 0) {
        format(why->text, sizeof(why->text), "no region of %u bytes in the "
               "UPS", object->memory_size);
        return error;
    }
    loaded->size = object->memory_size;
    loaded->text_size = object->data_start;
    loaded->fixed_size = object->write_start;
    loaded->manifest = loaded->manifest_size ? loaded->base + loaded->manifest
                                             : 0;
    void *memory = core->user_pointer(loaded->base, loaded->size);
    error = memory ? elf_place(object, memory, loaded->size, loaded->base,
                               why) : E_ADDRESS;
    if (error < 0)
        core->region_destroy(loaded->region);
    return error;
}

/* The scratch memory is this image's: it lacks some in HARD builds only. */
static u32 scratch_size(void)
{
#ifdef HARD
    return core->hard_fails() ? 0 : sizeof(scratch);
#else
    return sizeof(scratch);
#endif
}

static int load(const void *file, u32 size, u32 owner, struct loaded *loaded,
                char *reason)
{
    struct elf_object object;
    struct elf_reason why;
    int error;

    why.text[0] = 0;
    error = elf_check(&object, file, size, &why);
    if (!error)
        error = elf_layout(&object, scratch, scratch_size(), &why);
    if (!error)
        error = find_manifest(&object, loaded, &why);
    if (!error)
        error = place(&object, owner, loaded, &why);
    if (error) {
        format_printable(why.text);
        format(reason, REASON_SIZE, "%s", why.text);
    }
    return error;
}

static const struct loader table = { .load = load };

const void *image_entry(const struct core_exports *exports)
{
    core = exports;
    return &table;
}
