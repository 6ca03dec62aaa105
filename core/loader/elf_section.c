/* SPDX-License-Identifier: MIT */
/*
 * Checks of the section headers. After them each section's contents lie in
 * the file, names and links lead where they should, and object->names,
 * symbol_table and symbol_names are valid.
 */
#include "elf_image.h"

#include "../lib/string.h"

#define GROUP_COMDAT 1u

static int check_bounds(const struct elf_object *object, u32 index,
                        const struct elf_section *s, struct elf_reason *reason)
{
    if (s->addralign & (s->addralign - 1))
        return elf_refuse_section(object, index, reason,
                                  "alignment %u is no power of two",
                                  s->addralign);
    if (s->addralign > ELF_ALIGN_MAX)
        return elf_refuse_section(object, index, reason,
                                  "alignment %u is above %u", s->addralign,
                                  ELF_ALIGN_MAX);
    if (s->type != SHT_NOBITS && s->type != SHT_NULL &&
        !elf_within(s->offset, s->size, object->size))
        return elf_refuse_section(object, index, reason, "offset 0x%x, size "
                                  "0x%x: outside the file of %u bytes",
                                  s->offset, s->size, object->size);
    if (s->link >= object->header.shnum)
        return elf_refuse_section(object, index, reason,
                                  "sh_link %u is no section", s->link);
    return 0;
}

static int check_strings(const struct elf_object *object, u32 index,
                         const struct elf_section *s,
                         struct elf_reason *reason)
{
    if (s->size == 0 || object->image[s->offset + s->size - 1] != 0)
        return elf_refuse_section(object, index, reason,
                                  "a string table that does not end with NUL");
    return 0;
}

static int check_entries(const struct elf_object *object, u32 index,
                         const struct elf_section *s, u32 size,
                         struct elf_reason *reason)
{
    if (s->entsize != size || s->size % size != 0)
        return elf_refuse_section(object, index, reason, "size 0x%x, "
                                  "sh_entsize %u: expected entries of %u "
                                  "bytes", s->size, s->entsize, size);
    return 0;
}

/* What this parser reads, or the loaded module has. */
static int is_needed(const struct elf_section *s)
{
    return elf_section_is_loaded(s) || s->type == SHT_SYMTAB ||
           s->type == SHT_STRTAB || s->type == SHT_REL ||
           s->type == SHT_GROUP;
}

/* The kinds of section that cannot be loaded here. */
static const char *kind_fault(const struct elf_section *s)
{
    if (s->type == SHT_RELA)
        return "relocations with addends (RELA) are not for the i386";
    if (s->type == SHT_SYMTAB_SHNDX)
        return "extended section indices are not supported";
    if (s->flags & SHF_TLS)
        return "thread-local storage is not supported";
    if (s->flags & SHF_COMPRESSED && is_needed(s))
        return "compressed sections are not supported";
    if (!elf_section_is_loaded(s))
        return NULL;
    if (s->flags & SHF_OS_NONCONFORMING)
        return "needs special treatment (SHF_OS_NONCONFORMING)";
    if (s->type == SHT_INIT_ARRAY || s->type == SHT_FINI_ARRAY ||
        s->type == SHT_PREINIT_ARRAY)
        return "constructors and destructors are not supported";
    if (s->type != SHT_PROGBITS && s->type != SHT_NOBITS &&
        s->type != SHT_NOTE)
        return "a loaded section of a type that has no contents to load";
    return NULL;
}

static int check_symtab(struct elf_object *object, u32 index,
                        const struct elf_section *s, struct elf_reason *reason)
{
    struct elf_section names = elf_section_at(object, s->link);

    if (object->symtab)
        return elf_refuse_section(object, index, reason,
                                  "a second symbol table");
    int error = check_entries(object, index, s, sizeof(struct elf_symbol),
                              reason);
    if (error)
        return error;
    object->symbols = s->size / (u32)sizeof(struct elf_symbol);
    if (object->symbols == 0 || object->symbols > ELF_SYMBOLS_MAX)
        return elf_refuse_section(object, index, reason,
                                  "%u symbols: expected 1 to %u",
                                  object->symbols, ELF_SYMBOLS_MAX);
    if (s->info == 0 || s->info > object->symbols)
        return elf_refuse_section(object, index, reason, "sh_info %u is not "
                                  "the number of local symbols", s->info);
    if (names.type != SHT_STRTAB)
        return elf_refuse_section(object, index, reason, "symbol names in "
                                  "section %u, which is no string table",
                                  s->link);
    object->symtab = index;
    object->symbol_table = *s;
    object->symbol_names = names;
    return 0;
}

static int check_one(struct elf_object *object, u32 index,
                     struct elf_reason *reason)
{
    struct elf_section s = elf_section_at(object, index);
    const char *fault = kind_fault(&s);

    if (s.name >= object->names.size)
        return elf_refuse_section(object, index, reason,
                                  "name outside the string table");
    if (fault)
        return elf_refuse_section(object, index, reason, "%s", fault);
    int error = check_bounds(object, index, &s, reason);
    if (error)
        return error;
    if (s.type == SHT_STRTAB)
        return check_strings(object, index, &s, reason);
    if (s.type == SHT_SYMTAB)
        return check_symtab(object, index, &s, reason);
    return 0;
}

/*
 * Every tool names them ".rel" and the target's name. Worth a check: with a
 * damaged sh_info, code would run without its relocations.
 */
static int is_named_after(const struct elf_object *object,
                          const struct elf_section *rels,
                          const struct elf_section *target)
{
    const char *name = elf_section_name(object, rels);

    return strncmp(name, ".rel", 4) == 0 &&
           strcmp(name + 4, elf_section_name(object, target)) == 0;
}

static int check_rel(const struct elf_object *object, u32 index,
                     const struct elf_section *s, struct elf_reason *reason)
{
    struct elf_section target;

    int error = check_entries(object, index, s, sizeof(struct elf_rel),
                              reason);
    if (error)
        return error;
    if (!object->symtab || s->link != object->symtab)
        return elf_refuse_section(object, index, reason,
                                  "sh_link %u is not the symbol table",
                                  s->link);
    if (s->info == 0 || s->info >= object->header.shnum)
        return elf_refuse_section(object, index, reason,
                                  "sh_info %u is no section to relocate",
                                  s->info);
    target = elf_section_at(object, s->info);
    if (target.type == SHT_NOBITS && s->size)
        return elf_refuse_section(object, index, reason, "relocates section "
                                  "%u, which has no contents", s->info);
    if (!is_named_after(object, s, &target))
        return elf_refuse_section(object, index, reason, "is not named after "
                                  "section %u, which it relocates", s->info);
    return 0;
}

static int check_group(const struct elf_object *object, u32 index,
                       const struct elf_section *s, struct elf_reason *reason)
{
    u32 word;

    int error = check_entries(object, index, s, sizeof(word), reason);
    if (error)
        return error;
    if (s->link != object->symtab || s->info >= object->symbols)
        return elf_refuse_section(object, index, reason, "sh_link %u, sh_info "
                                  "%u: no signature", s->link, s->info);
    for (u32 at = 0; at < s->size; at += (u32)sizeof(word)) {
        __builtin_memcpy(&word, object->image + s->offset + at, sizeof(word));
        if (at ? word == 0 || word >= object->header.shnum
               : (word & ~GROUP_COMDAT) != 0)
            return elf_refuse_section(object, index, reason, "word 0x%x at "
                                      "0x%x of the group is neither flags nor "
                                      "a section", word, at);
    }
    return 0;
}

static int check_names(struct elf_object *object, struct elf_reason *reason)
{
    u32 index = object->header.shstrndx;
    struct elf_section names = elf_section_at(object, index);

    if (names.type != SHT_STRTAB)
        return elf_refuse_section(object, index, reason, "has the names of "
                                  "sections, but is no string table");
    int error = check_bounds(object, index, &names, reason);
    if (!error)
        error = check_strings(object, index, &names, reason);
    if (!error)
        object->names = names;
    return error;
}

static int check_null(const struct elf_object *object,
                      struct elf_reason *reason)
{
    struct elf_section s = elf_section_at(object, 0);

    if (s.name || s.type || s.flags || s.offset || s.size || s.link || s.info)
        return elf_refuse_section(object, 0, reason,
                                  "the null section is not empty");
    return 0;
}

/* What refers to the symbol table, wherever that comes in the file. */
static int check_references(const struct elf_object *object, u32 index,
                            struct elf_reason *reason)
{
    struct elf_section s = elf_section_at(object, index);

    if (s.type == SHT_REL)
        return check_rel(object, index, &s, reason);
    if (s.type == SHT_GROUP)
        return check_group(object, index, &s, reason);
    return 0;
}

int elf_check_sections(struct elf_object *object, struct elf_reason *reason)
{
    int error = check_names(object, reason);

    if (!error)
        error = check_null(object, reason);
    for (u32 i = 1; i < object->header.shnum && !error; i++)
        error = check_one(object, i, reason);
    for (u32 i = 1; i < object->header.shnum && !error; i++)
        error = check_references(object, i, reason);
    return error;
}
