/* SPDX-License-Identifier: MIT */
/*
 * The manifest of a client. Its pointers are the client's, relocated already:
 * each is taken back to where the image lies, if it leads there at all.
 */
#include "program.h"

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

const char *program_string(const struct image *image, const char *at)
{
    const u32 from = data_offset(image, at, 1);

    for (u32 i = 0; from != ELF_NOWHERE && i < PROGRAM_TEXT &&
                    from + i < image->object.memory_size; i++)
        if (!image->memory[from + i])
            return (const char *)image->memory + from;
    return NULL;
}

static int is_type(const struct image *image,
                   const struct manifest_entry *entry, const char *type)
{
    const char *s = program_string(image, entry->type);

    return s && strcmp(s, type) == 0;
}

static int is_code(const struct image *image, const void *pointer)
{
    return (u32)pointer - image->text < image->text_size - IMAGE_STUBS;
}

static const char *check_module(struct image *image, struct program *program,
                                struct manifest_entry *entry)
{
    (void)program;
    if (entry->type || entry->table || entry->count || entry->methods ||
        entry->pairs || entry->predicate || entry->from)
        return "its module entry has fields of other kinds";
    if (entry->module_type != MODULE_APPLICATION)
        return "a client is an application";
    if (!is_code(image, (const void *)(u32)entry->init))
        return "its entry point is not in its text";
    if (entry->exit || entry->export_state || entry->import_state)
        return "a client has no functions for the CM";
    image->entry = (u32)entry->init;
    entry->init = NULL;
    return NULL;
}

/* The address of word i of the table that image.c writes. */
static u32 table_word(const struct image *image, u32 i)
{
    return image->data + image->table - image->data_start + i * 4;
}

static const char *check_services(struct image *image,
                                  const struct manifest_entry *entry)
{
    const u32 at = data_offset(image, entry->table, 4);
    const u32 table = table_word(image, 0);

    if (entry->count != 1)
        return "its receptacle of type client has one slot";
    if (at == ELF_NOWHERE)
        return "the slot for its services is not in its data";
    memcpy(image->memory + at, &table, sizeof(table));
    return NULL;
}

static const char *check_slots(struct image *image, struct program *program,
                               const struct manifest_entry *entry)
{
    const u32 count = entry->count;
    const u32 at = data_offset(image, entry->table, count * 4);

    if (!count || count > IMAGE_SLOTS || program->slots + count > IMAGE_SLOTS)
        return "a client's receptacles have 1 to 16 slots in all";
    if (at == ELF_NOWHERE || at % 4)
        return "the slots of a receptacle are not in its data, or not aligned";
    for (u32 i = 0; i < count; i++) {
        const u32 table = table_word(image, SERVICES + program->slots + i);
        memcpy(image->memory + at + i * 4, &table, sizeof(table));
    }
    program->slots += count;
    return NULL;
}

/* The client has no use for what the CM writes there. */
static const char *check_threads(struct image *image, struct program *program,
                                 const struct manifest_entry *entry)
{
    const u32 at = data_offset(image, entry->table, 4);

    if (program->threads || entry->count != 1)
        return "a client has one receptacle of type concurrency, of one slot";
    if (at == ELF_NOWHERE || at % 4)
        return "the slots of a receptacle are not in its data, or not aligned";
    program->threads = program->count + 1;
    return NULL;
}

static const char *check_receptacle(struct image *image,
                                    struct program *program,
                                    struct manifest_entry *entry)
{
    if (entry->module_type || entry->methods || entry->init || entry->exit ||
        entry->export_state || entry->import_state)
        return "its receptacle has fields of other kinds";
    if (is_type(image, entry, "client"))
        return check_services(image, entry);
    if (is_type(image, entry, "concurrency"))
        return check_threads(image, program, entry);
    if (!is_type(image, entry, "service"))
        return "a client's receptacles are of type service, client or concurrency";
    return check_slots(image, program, entry);
}

static const char *check_interface(struct image *image,
                                   struct program *program,
                                   struct manifest_entry *entry)
{
    const u32 at = data_offset(image, entry->table, 4);
    void *method;

    if (entry->module_type || entry->init || entry->exit || entry->from ||
        entry->export_state || entry->import_state)
        return "its interface has fields of other kinds";
    if (!is_type(image, entry, "service") || entry->count != 1)
        return "a client's interfaces are of type service, with its one method";
    if (at == ELF_NOWHERE || at % 4)
        return "the table of an interface is not in its data, or not aligned";
    memcpy(&method, image->memory + at, sizeof(method));
    if (!is_code(image, method))
        return "the method of an interface is not in its text";
    if (++program->interfaces > PROGRAM_INTERFACES)
        return "a client has 16 interfaces at most";
    return NULL;
}

typedef const char *check(struct image *image, struct program *program,
                          struct manifest_entry *entry);

static const char *check_entry(struct image *image, struct program *program,
                               struct manifest_entry *entry)
{
    static check *const kinds[] = {
        [MANIFEST_MODULE] = check_module,
        [MANIFEST_INTERFACE] = check_interface,
        [MANIFEST_RECEPTACLE] = check_receptacle,
    };

    if (entry->magic != MANIFEST_MAGIC)
        return "malformed manifest: an entry without its magic number";
    if (entry->reserved)
        return "malformed manifest: a reserved field is not zero";
    if (entry->kind < MANIFEST_MODULE || entry->kind > MANIFEST_RECEPTACLE)
        return "malformed manifest";
    return kinds[entry->kind](image, program, entry);
}

/* Each of the two that a client must have, once. Of the others there are as many
 * as slots and interfaces, at most. */
static const char *count_entry(const struct image *image,
                               struct program *program,
                               const struct manifest_entry *entry,
                               u32 *seen)
{
    const int is_services = entry->kind == MANIFEST_RECEPTACLE &&
                            is_type(image, entry, "client");

    if (entry->kind == MANIFEST_MODULE || is_services) {
        if (*seen & 1u << entry->kind)
            return is_services ? "a client has one receptacle of type client" :
                                 "two module entries";
        *seen |= 1u << entry->kind;
    }
    if (is_services)
        return NULL;
    program->entries[program->count++] = *entry;
    return NULL;
}

const char *program_check(struct image *image, struct program *program)
{
    struct manifest_entry entry;
    const char *fault = NULL;
    u32 at, size, seen = 0;

    program->count = program->slots = program->interfaces = 0;
    program->threads = 0;
    if (elf_section_find(&image->object, MANIFEST, &at, &size) < 0)
        return "it has no manifest";
    if (size % sizeof(entry))
        return "malformed manifest";
    program->first = at;
    for (u32 i = 0; i < size && !fault; i += sizeof(entry)) {
        memcpy(&entry, image->memory + at + i, sizeof(entry));
        fault = check_entry(image, program, &entry);
        if (!fault)
            fault = count_entry(image, program, &entry, &seen);
    }
    if (fault)
        return fault;
    if (seen != (1u << MANIFEST_MODULE | 1u << MANIFEST_RECEPTACLE))
        return "it is not a client: CLIENT() is missing";
    return NULL;
}
