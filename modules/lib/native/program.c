/* SPDX-License-Identifier: MIT */
/*
 * The manifest of a client. Its pointers are the client's, relocated already:
 * each is taken back to where the image lies, if it leads there at all.
 */
#include "program.h"

#include "../../../core/api/manifest.h"
#include "../../../core/lib/string.h"
#include "image.h"

#define MANIFEST ".deimos"

/* Offset in memory of `size` bytes of data; ELF_NOWHERE: outside. */
static u32 data_offset(const struct image *image, const void *pointer,
                       u32 size)
{
    const u32 at = (u32)pointer - image->data;
    const u32 all = image->object.memory_size - image->data_start;

    return at <= all && size <= all - at ? image->data_start + at :
                                           ELF_NOWHERE;
}

static int is_string(const struct image *image, const char *pointer,
                     const char *text)
{
    const u32 size = strlen(text) + 1;
    const u32 at = data_offset(image, pointer, size);

    return at != ELF_NOWHERE && memcmp(image->memory + at, text, size) == 0;
}

static const char *check_module(struct image *image,
                                const struct manifest_entry *entry)
{
    const u32 at = (u32)entry->init - image->text;

    if (entry->type || entry->table || entry->count || entry->methods ||
        entry->pairs || entry->predicate || entry->from)
        return "its module entry has fields of other kinds";
    if (entry->module_type != MODULE_APPLICATION)
        return "a client is an application";
    if (at >= image->text_size - IMAGE_STUBS)
        return "its entry point is not in its text";
    if (entry->exit || entry->export_state || entry->import_state)
        return "a client has no functions for the CM";
    image->entry = (u32)entry->init;
    return NULL;
}

static const char *check_slot(struct image *image,
                              const struct manifest_entry *entry)
{
    const u32 at = data_offset(image, entry->table, 4);
    const u32 table = image->data + image->table - image->data_start;

    if (entry->module_type || entry->methods || entry->init || entry->exit ||
        entry->export_state || entry->import_state)
        return "its receptacle has fields of other kinds";
    if (!is_string(image, entry->type, "client") || entry->count != 1)
        return "a client has one receptacle, of type client";
    if (at == ELF_NOWHERE)
        return "the slot for its services is not in its data";
    memcpy(image->memory + at, &table, sizeof(table));
    return NULL;
}

static const char *check_entry(struct image *image,
                               const struct manifest_entry *entry, u32 *seen)
{
    if (entry->magic != MANIFEST_MAGIC)
        return "malformed manifest: an entry without its magic number";
    if (entry->reserved)
        return "malformed manifest: a reserved field is not zero";
    if (entry->kind == MANIFEST_INTERFACE)
        return "a client has no interfaces";
    if (entry->kind != MANIFEST_MODULE && entry->kind != MANIFEST_RECEPTACLE)
        return "malformed manifest";
    if (*seen & 1u << entry->kind)
        return entry->kind == MANIFEST_MODULE ? "two module entries" :
               "a client has one receptacle, of type client";
    *seen |= 1u << entry->kind;
    return entry->kind == MANIFEST_MODULE ? check_module(image, entry) :
                                            check_slot(image, entry);
}

const char *program_check(struct image *image)
{
    struct manifest_entry entry;
    const char *fault = NULL;
    u32 at, size, seen = 0;

    if (elf_section_find(&image->object, MANIFEST, &at, &size) < 0)
        return "it has no manifest";
    if (size % sizeof(entry))
        return "malformed manifest";
    for (u32 i = 0; i < size && !fault; i += sizeof(entry)) {
        memcpy(&entry, image->memory + at + i, sizeof(entry));
        fault = check_entry(image, &entry, &seen);
    }
    if (fault)
        return fault;
    if (seen != (1u << MANIFEST_MODULE | 1u << MANIFEST_RECEPTACLE))
        return "it is not a client: CLIENT() is missing";
    return NULL;
}
