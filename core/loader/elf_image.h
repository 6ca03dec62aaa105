/* SPDX-License-Identifier: MIT */
/*
 * What the files of the ELF parser share: reading the image, refusing it.
 * The readers copy, since nothing in an image need be aligned; they expect
 * an index that has been checked.
 */
#pragma once

#include "elf.h"

/* Whether [offset, offset + length) lies within size; cannot overflow. */
static inline int elf_within(u32 offset, u32 length, u32 size)
{
    return offset <= size && length <= size - offset;
}

static inline struct elf_section elf_section_at(const struct elf_object *object,
                                                u32 index)
{
    struct elf_section section;
    u32 offset = object->header.shoff + index * (u32)sizeof(section);

    __builtin_memcpy(&section, object->image + offset, sizeof(section));
    return section;
}

static inline struct elf_symbol elf_symbol_at(const struct elf_object *object,
                                              u32 index)
{
    struct elf_symbol symbol;
    u32 offset = object->symbol_table.offset + index * (u32)sizeof(symbol);

    __builtin_memcpy(&symbol, object->image + offset, sizeof(symbol));
    return symbol;
}

static inline struct elf_rel elf_rel_at(const struct elf_object *object,
                                        const struct elf_section *section,
                                        u32 index)
{
    struct elf_rel rel;
    u32 offset = section->offset + index * (u32)sizeof(rel);

    __builtin_memcpy(&rel, object->image + offset, sizeof(rel));
    return rel;
}

static inline u32 elf_rel_count(const struct elf_section *section)
{
    return section->size / (u32)sizeof(struct elf_rel);
}

static inline const char *elf_section_name(const struct elf_object *object,
                                           const struct elf_section *section)
{
    return (const char *)object->image + object->names.offset + section->name;
}

static inline const char *elf_symbol_name(const struct elf_object *object,
                                          const struct elf_symbol *symbol)
{
    return (const char *)object->image + object->symbol_names.offset +
           symbol->name;
}

static inline int elf_section_is_loaded(const struct elf_section *section)
{
    return (section->flags & SHF_ALLOC) != 0;
}

/* Fill the reason; returns error. */
int elf_refuse(struct elf_reason *reason, int error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As above, of a section: "section 3 (.text): ...". */
int elf_refuse_section(const struct elf_object *object, u32 index,
                       struct elf_reason *reason, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The checks of elf_check(), in this order. Each refuses with a reason. */
int elf_check_header(struct elf_object *object, struct elf_reason *reason);
int elf_check_sections(struct elf_object *object, struct elf_reason *reason);
int elf_check_symbols(const struct elf_object *object,
                      struct elf_reason *reason);
int elf_check_relocations(const struct elf_object *object,
                          struct elf_reason *reason);

/* The part of elf_layout() that finds undefined and duplicate symbols;
 * table has elf_symbol_slots() slots. */
int elf_resolve_symbols(const struct elf_object *object, u32 *table,
                        struct elf_reason *reason);
u32 elf_symbol_slots(const struct elf_object *object);

#define ELF_GOT_NAME "_GLOBAL_OFFSET_TABLE_"

/* Whether a symbol that is undefined is the GOT, which the loader makes. */
int elf_symbol_is_got(const struct elf_object *object,
                      const struct elf_symbol *symbol);

/* One relocation of a loaded section. */
struct elf_site {
    u32 section;                    /* index of the section that it changes */
    struct elf_section target;      /* that section */
    struct elf_rel rel;
};

typedef int elf_visitor(const struct elf_object *object,
                        const struct elf_site *site, void *context);

/* Visit all of them, in the file's order, up to the first error. */
int elf_relocations_walk(const struct elf_object *object, elf_visitor *visit,
                         void *context);

/* As elf_refuse(), with section, offset and type before what. */
int elf_refuse_site(const struct elf_object *object,
                    const struct elf_site *site, struct elf_reason *reason,
                    int error, const char *what);

/* What a type of relocation is called; how many bytes it changes. */
const char *elf_rel_name(u32 type);
u32 elf_rel_bytes(u32 type);
