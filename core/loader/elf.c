/* SPDX-License-Identifier: MIT */
/*
 * The ELF parser's entry, its header check, its reasons.
 *
 * Invariant: no part of the image is read before its bounds were checked,
 * and all arithmetic on its numbers is free of overflow.
 */
#include "elf.h"

#include "../api/error.h"
#include "../lib/format.h"
#include "../lib/string.h"
#include "elf_image.h"

#define CLASS_32 1
#define LITTLE_ENDIAN 1
#define ABI_SYSV 0
#define ABI_GNU 3
#define TYPE_REL 1
#define MACHINE_386 3
#define VERSION 1

int elf_refuse(struct elf_reason *reason, int error, const char *fmt, ...)
{
    va_list args;

    if (!reason)
        return error;
    va_start(args, fmt);
    format_va(reason->text, sizeof(reason->text), fmt, args);
    va_end(args);
    format_printable(reason->text);
    return error;
}

int elf_refuse_section(const struct elf_object *object, u32 index,
                       struct elf_reason *reason, const char *fmt, ...)
{
    struct elf_section section = elf_section_at(object, index);
    const char *name = section.name < object->names.size ?
                       elf_section_name(object, &section) : "?";
    char what[sizeof(reason->text)];
    va_list args;

    va_start(args, fmt);
    format_va(what, sizeof(what), fmt, args);
    va_end(args);
    return elf_refuse(reason, E_FORMAT, "section %u (%.40s): %s", index, name,
                      what);
}

static const char *ident_fault(const struct elf_header *h)
{
    static const u8 zero[sizeof(h->padding)];

    if (memcmp(h->magic, "\177ELF", 4) != 0)
        return "not an ELF file: wrong magic number";
    if (h->class != CLASS_32)
        return "not a 32-bit ELF file";
    if (h->data != LITTLE_ENDIAN)
        return "not a little-endian ELF file";
    if (h->ident_version != VERSION || h->version != VERSION)
        return "unknown ELF version";
    if (h->abi != ABI_SYSV && h->abi != ABI_GNU)
        return "unknown ABI in the ELF header";
    if (memcmp(h->padding, zero, sizeof(zero)) != 0)
        return "the padding of the ELF header is not zero";
    return NULL;
}

static const char *header_fault(const struct elf_header *h)
{
    if (h->type != TYPE_REL)
        return "not a relocatable object (ET_REL)";
    if (h->machine != MACHINE_386)
        return "not for the i386";
    if (h->flags != 0)
        return "unknown flags in the ELF header";
    if (h->ehsize != sizeof(struct elf_header))
        return "wrong size of the ELF header (e_ehsize)";
    if (h->phnum != 0 || h->phoff != 0 || h->phentsize != 0)
        return "a relocatable object with program headers (e_phnum, e_phoff, "
               "e_phentsize)";
    if (h->entry != 0)
        return "a relocatable object with an entry point (e_entry)";
    if (h->shentsize != sizeof(struct elf_section))
        return "wrong size of a section header (e_shentsize)";
    if (h->shnum == 0)
        return "no sections (e_shnum)";
    if (h->shnum > ELF_SECTIONS_MAX)
        return "too many sections (e_shnum)";
    if (h->shstrndx == 0 || h->shstrndx >= h->shnum)
        return "section names in no section (e_shstrndx)";
    return NULL;
}

int elf_check_header(struct elf_object *object, struct elf_reason *reason)
{
    struct elf_header *h = &object->header;
    const char *fault;

    if (object->size < sizeof(*h))
        return elf_refuse(reason, E_FORMAT,
                          "not an ELF file: %u bytes are too few for a header",
                          object->size);
    memcpy(h, object->image, sizeof(*h));
    fault = ident_fault(h);
    if (!fault)
        fault = header_fault(h);
    if (fault)
        return elf_refuse(reason, E_FORMAT, "%s", fault);
    if (h->shoff % 4 != 0 || h->shoff < sizeof(*h) ||
        !elf_within(h->shoff, h->shnum * (u32)sizeof(struct elf_section),
                    object->size))
        return elf_refuse(reason, E_FORMAT, "section headers at 0x%x (e_shoff)"
                          ": not aligned, or outside the file of %u bytes",
                          h->shoff, object->size);
    return 0;
}

int elf_check(struct elf_object *object, const void *image, u32 size,
              struct elf_reason *reason)
{
    *object = (struct elf_object){ .image = image, .size = size };
    int error = elf_check_header(object, reason);
    if (!error)
        error = elf_check_sections(object, reason);
    if (!error)
        error = elf_check_symbols(object, reason);
    if (!error)
        error = elf_check_relocations(object, reason);
    return error;
}

int elf_section_find(const struct elf_object *object, const char *name,
                     u32 *offset, u32 *size)
{
    int found = E_NOTFOUND;

    for (u32 i = 1; i < object->header.shnum; i++) {
        struct elf_section section = elf_section_at(object, i);

        if (!elf_section_is_loaded(&section) ||
            strcmp(elf_section_name(object, &section), name) != 0)
            continue;
        if (found == 0)
            return E_EXISTS;
        *offset = object->section_offset[i];
        *size = section.size;
        found = 0;
    }
    return found;
}
