/* SPDX-License-Identifier: MIT */
/*
 * Placement: the loaded image, relocated for one address, or for one of its
 * text and one of its data.
 *
 * Invariant: addends are read from the file's image, never from memory that
 * has been relocated, so the pass that checks computes what the pass that
 * applies writes, even if relocations overlap.
 */
#include "elf_image.h"

#include "../api/error.h"
#include "../lib/string.h"

#define MODRM_NO_BASE 0x05      /* mod 0, r/m 5: a bare 32-bit address */
#define MODRM_BASE_MASK 0xc7

struct placement {
    u8 *memory;
    u32 text, data;             /* the addresses that memory will have */
    struct elf_reason *reason;
};

/* The address of what lies at that offset in memory. */
static u32 address_of(const struct elf_object *object,
                      const struct placement *p, u32 offset)
{
    return offset < object->data_start ? p->text + offset :
                                         p->data + offset - object->data_start;
}

static u32 symbol_address(const struct elf_object *object, u32 index,
                          const struct placement *p)
{
    struct elf_symbol s = elf_symbol_at(object, index);

    if (object->symbol_offset[index] != ELF_NOWHERE)
        return address_of(object, p, object->symbol_offset[index]);
    if (s.shndx == SHN_ABS)
        return s.value;
    if (elf_symbol_is_got(object, &s))
        return address_of(object, p, object->got);
    return 0;                   /* the null symbol, or weak and undefined */
}

static u32 read_addend(const struct elf_object *object,
                       const struct elf_site *site, u32 bytes)
{
    const u8 *at = object->image + site->target.offset + site->rel.offset;
    u32 addend = 0;

    memcpy(&addend, at, bytes);
    if (bytes == 1)
        return (u32)(s32)(signed char)addend;
    if (bytes == 2)
        return (u32)(s32)(short)addend;
    return addend;
}

/* Offset in the GOT, which the code adds to its base register; if it has
 * none in this instruction, the entry's address (psABI, 4.4.1). */
static u32 got_entry(const struct elf_object *object,
                     const struct elf_site *site, u32 got)
{
    const u8 *contents = object->image + site->target.offset;
    u32 offset = site->rel.offset;
    u32 entry = object->symbol_got[elf_rel_symbol(&site->rel)];

    if (offset && (contents[offset - 1] & MODRM_BASE_MASK) == MODRM_NO_BASE)
        return got + entry;
    return entry;
}

static u32 site_value(const struct elf_object *object,
                      const struct elf_site *site,
                      const struct placement *p)
{
    u32 type = elf_rel_type(&site->rel);
    u32 symbol = symbol_address(object, elf_rel_symbol(&site->rel), p);
    u32 addend = read_addend(object, site, elf_rel_bytes(type));
    u32 place = address_of(object, p, object->section_offset[site->section]) +
                site->rel.offset;
    u32 got = address_of(object, p, object->got);

    switch (type) {
    case R_386_PC32:
    case R_386_PLT32:
    case R_386_PC16:
    case R_386_PC8:
        return symbol + addend - place;
    case R_386_GOT32:
    case R_386_GOT32X:
        return got_entry(object, site, got) + addend;
    case R_386_GOTOFF:
        return symbol + addend - got;
    case R_386_GOTPC:
        return got + addend - place;
    }
    return symbol + addend;
}

/* Absolute values may be meant as signed or unsigned, distances are signed. */
static int value_fits(u32 type, u32 value)
{
    switch (type) {
    case R_386_16:
        return value + 0x8000 < 0x18000;
    case R_386_PC16:
        return value + 0x8000 < 0x10000;
    case R_386_8:
        return value + 0x80 < 0x180;
    case R_386_PC8:
        return value + 0x80 < 0x100;
    }
    return 1;
}

/* Whether a distance is between two things in text, or two in data. */
static int is_on_one_side(const struct elf_object *object,
                          const struct elf_site *site)
{
    const u32 symbol = elf_rel_symbol(&site->rel);
    const struct elf_symbol s = elf_symbol_at(object, symbol);
    const u32 from = object->section_offset[site->section];
    u32 to = object->symbol_offset[symbol];

    if (to == ELF_NOWHERE && !elf_symbol_is_got(object, &s))
        return 1;                       /* absolute: nothing moves it */
    if (to == ELF_NOWHERE)
        to = object->got;
    return (from < object->data_start) == (to < object->data_start);
}

/* A distance from text to data is a number only where both have the same
 * distance in memory. */
static int crosses(const struct elf_object *object,
                   const struct elf_site *site, const struct placement *p)
{
    const u32 symbol = elf_rel_symbol(&site->rel);

    if (p->data - p->text == object->data_start)
        return 0;
    switch (elf_rel_type(&site->rel)) {
    case R_386_PC32:
    case R_386_PLT32:
    case R_386_PC16:
    case R_386_PC8:
    case R_386_GOTPC:
        return !is_on_one_side(object, site);
    case R_386_GOTOFF:
        return object->symbol_offset[symbol] < object->data_start;
    }
    return 0;
}

static int check_site(const struct elf_object *object,
                      const struct elf_site *site, void *context)
{
    struct placement *p = context;
    u32 type = elf_rel_type(&site->rel);

    if (crosses(object, site, p))
        return elf_refuse_site(object, site, p->reason, E_RELOCATION,
                               "a distance between text and data");
    if (elf_rel_bytes(type) == 4 ||
        value_fits(type, site_value(object, site, p)))
        return 0;
    return elf_refuse_site(object, site, p->reason, E_RELOCATION,
                           "the value does not fit");
}

static int apply_site(const struct elf_object *object,
                      const struct elf_site *site, void *context)
{
    struct placement *p = context;
    u32 value = site_value(object, site, p);

    memcpy(p->memory + object->section_offset[site->section] +
           site->rel.offset, &value, elf_rel_bytes(elf_rel_type(&site->rel)));
    return 0;
}

static void copy_sections(const struct elf_object *object, u8 *memory)
{
    memset(memory, 0, object->memory_size);
    for (u32 i = 1; i < object->header.shnum; i++) {
        struct elf_section s = elf_section_at(object, i);

        if (elf_section_is_loaded(&s) && s.type != SHT_NOBITS)
            memcpy(memory + object->section_offset[i],
                   object->image + s.offset, s.size);
    }
}

static void fill_got(const struct elf_object *object,
                     const struct placement *p)
{
    for (u32 i = 0; i < object->symbols; i++) {
        u32 address = symbol_address(object, i, p);

        if (object->symbol_got[i] != ELF_NOWHERE)
            memcpy(p->memory + object->got + object->symbol_got[i], &address,
                   sizeof(address));
    }
}

/* [base, base + size) is aligned and does not wrap. */
static int check_range(const struct elf_object *object, u32 base, u32 size,
                       struct elf_reason *reason)
{
    if (base & (object->align - 1))
        return elf_refuse(reason, E_ADDRESS, "address 0x%x is not aligned to "
                          "%u", base, object->align);
    if (size && size - 1 > 0xffffffffu - base)
        return elf_refuse(reason, E_ADDRESS, "%u bytes do not fit at 0x%x",
                          size, base);
    return 0;
}

static int place(const struct elf_object *object, struct placement *p)
{
    int error = elf_relocations_walk(object, check_site, p);

    if (error)
        return error;
    copy_sections(object, p->memory);
    fill_got(object, p);
    return elf_relocations_walk(object, apply_site, p);
}

static int check_size(const struct elf_object *object, u32 size,
                      struct elf_reason *reason)
{
    if (size >= object->memory_size)
        return 0;
    return elf_refuse(reason, E_NOMEM, "needs %u bytes, not %u",
                      object->memory_size, size);
}

int elf_place(const struct elf_object *object, void *memory, u32 size,
              u32 base, struct elf_reason *reason)
{
    struct placement p = { .memory = memory, .text = base,
                           .data = base + object->data_start,
                           .reason = reason };
    int error = check_size(object, size, reason);

    if (!error)
        error = check_range(object, base, object->memory_size, reason);
    return error ? error : place(object, &p);
}

int elf_place_split(const struct elf_object *object, void *memory, u32 size,
                    u32 text, u32 data, struct elf_reason *reason)
{
    struct placement p = { .memory = memory, .text = text, .data = data,
                           .reason = reason };
    int error = check_size(object, size, reason);

    if (!error)
        error = check_range(object, text, object->data_start, reason);
    if (!error)
        error = check_range(object, data,
                            object->memory_size - object->data_start, reason);
    return error ? error : place(object, &p);
}
