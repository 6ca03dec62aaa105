/* SPDX-License-Identifier: MIT */
/*
 * Layout: where each section, common symbol and GOT entry lies in the
 * loaded image. The scratch memory, in u32: section_offset, symbol_offset,
 * symbol_got, and the hash table of the global symbols.
 */
#include "elf_image.h"

#include "../api/error.h"
#include "../lib/string.h"

#define GOT_ENTRY 4u
#define ROOM_ALIGN 16u

/* The order in which they are laid out. */
enum class { CLASS_CODE, CLASS_CONST, CLASS_DATA, CLASS_BSS, CLASSES };

static enum class section_class(const struct elf_section *s)
{
    if (s->type == SHT_NOBITS)
        return CLASS_BSS;
    if (s->flags & SHF_EXECINSTR)
        return CLASS_CODE;
    return s->flags & SHF_WRITE ? CLASS_DATA : CLASS_CONST;
}

/* Append size bytes; their offset, or ELF_NOWHERE beyond the limit. */
static u32 append(struct elf_object *object, u32 size, u32 align)
{
    if (align == 0)
        align = 1;
    u32 offset = (object->memory_size + align - 1) & ~(align - 1);

    if (!elf_within(offset, size, ELF_MEMORY_MAX))
        return ELF_NOWHERE;
    if (object->align < align)
        object->align = align;
    object->memory_size = offset + size;
    return offset;
}

static int refuse_size(struct elf_reason *reason)
{
    return elf_refuse(reason, E_FORMAT, "larger than %u bytes when loaded",
                      ELF_MEMORY_MAX);
}

static int layout_class(struct elf_object *object, enum class class,
                        struct elf_reason *reason)
{
    for (u32 i = 1; i < object->header.shnum; i++) {
        struct elf_section s = elf_section_at(object, i);

        if (!elf_section_is_loaded(&s) || section_class(&s) != class)
            continue;
        object->section_offset[i] = append(object, s.size, s.addralign);
        if (object->section_offset[i] == ELF_NOWHERE)
            return refuse_size(reason);
    }
    return 0;
}

/*
 * What is written shares no page with code: processors flush, and emulators
 * translate again, what lies in a page that is written to.
 */
static int layout_writable(struct elf_object *object,
                           struct elf_reason *reason)
{
    u32 writable = 0;

    for (u32 i = 1; i < object->header.shnum; i++) {
        const struct elf_section s = elf_section_at(object, i);

        if (elf_section_is_loaded(&s) && section_class(&s) >= CLASS_DATA)
            writable |= s.size;
    }
    if (writable && object->memory_size &&
        append(object, 0, PAGE_SIZE) == ELF_NOWHERE)
        return refuse_size(reason);
    return 0;
}

static int layout_symbols(struct elf_object *object, struct elf_reason *reason)
{
    for (u32 i = 1; i < object->symbols; i++) {
        struct elf_symbol s = elf_symbol_at(object, i);

        if (s.shndx == SHN_COMMON) {
            object->symbol_offset[i] = append(object, s.size, s.value);
            if (object->symbol_offset[i] == ELF_NOWHERE)
                return refuse_size(reason);
        } else if (s.shndx < object->header.shnum &&
                   object->section_offset[s.shndx] != ELF_NOWHERE) {
            object->symbol_offset[i] = object->section_offset[s.shndx] +
                                       s.value;
        }
    }
    return 0;
}

static int add_got_entry(const struct elf_object *object,
                         const struct elf_site *site, void *context)
{
    u32 type = elf_rel_type(&site->rel), *end = context;
    u32 *entry = &object->symbol_got[elf_rel_symbol(&site->rel)];

    if ((type == R_386_GOT32 || type == R_386_GOT32X) &&
        *entry == ELF_NOWHERE) {
        *entry = *end;
        *end += GOT_ENTRY;
    }
    return 0;
}

static int layout_got(struct elf_object *object, struct elf_reason *reason)
{
    u32 size = 0;

    elf_relocations_walk(object, add_got_entry, &size);
    object->got = append(object, size, GOT_ENTRY);
    if (object->got == ELF_NOWHERE)
        return refuse_size(reason);
    object->got_end = object->got + size;
    return 0;
}

static u32 scratch_words(const struct elf_object *object)
{
    return object->header.shnum + 2 * object->symbols +
           elf_symbol_slots(object);
}

u32 elf_scratch_size(const struct elf_object *object)
{
    return scratch_words(object) * (u32)sizeof(u32);
}

static u32 *divide_scratch(struct elf_object *object, u32 *scratch)
{
    memset(scratch, 0xff, elf_scratch_size(object));    /* ELF_NOWHERE */
    object->section_offset = scratch;
    object->symbol_offset = object->section_offset + object->header.shnum;
    object->symbol_got = object->symbol_offset + object->symbols;
    return object->symbol_got + object->symbols;
}

/* Room behind the text, and data from the next page on. */
static int layout_room(struct elf_object *object, u32 room, u32 *room_at,
                       struct elf_reason *reason)
{
    *room_at = append(object, room, ROOM_ALIGN);
    if (*room_at == ELF_NOWHERE)
        return refuse_size(reason);
    object->memory_size = (object->memory_size + PAGE_SIZE - 1) &
                          ~(PAGE_SIZE - 1);
    return 0;
}

static int layout(struct elf_object *object, void *scratch, u32 scratch_size,
                  u32 apart, u32 room, u32 *room_at,
                  struct elf_reason *reason)
{
    if (scratch_size < elf_scratch_size(object))
        return elf_refuse(reason, E_NOMEM, "needs %u bytes of scratch memory",
                          elf_scratch_size(object));
    u32 *table = divide_scratch(object, scratch);
    int error = elf_resolve_symbols(object, table, reason);

    object->memory_size = 0;
    object->align = GOT_ENTRY;
    if (!error)
        error = layout_class(object, CLASS_CODE, reason);
    if (!error && room)
        error = layout_room(object, room, room_at, reason);
    object->data_start = object->memory_size;
    if (!error)
        error = layout_class(object, CLASS_CONST, reason);
    object->write_start = object->memory_size;
    if (!error && apart)
        error = layout_writable(object, reason);
    for (enum class c = CLASS_DATA; c < CLASSES && !error; c++)
        error = layout_class(object, c, reason);
    if (!error)
        error = layout_symbols(object, reason);
    if (!error)
        error = layout_got(object, reason);
    if (!error && object->memory_size == 0)
        return elf_refuse(reason, E_FORMAT, "has nothing to load");
    return error;
}

int elf_layout(struct elf_object *object, void *scratch, u32 scratch_size,
               struct elf_reason *reason)
{
    return layout(object, scratch, scratch_size, 1, 0, NULL, reason);
}

int elf_layout_split(struct elf_object *object, void *scratch,
                     u32 scratch_size, u32 room, u32 *room_at,
                     struct elf_reason *reason)
{
    /* Writable data are apart from code as it is. */
    return layout(object, scratch, scratch_size, 0, room, room_at, reason);
}
