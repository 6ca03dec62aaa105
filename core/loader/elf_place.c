/* SPDX-License-Identifier: MIT */
/*
 * Placement: the loaded image, relocated for one address.
 *
 * Invariant: addends are read from the file's image, never from memory that
 * has been relocated, so the pass that checks computes what the pass that
 * applies writes, even if relocations overlap.
 */
#include "elf_image.h"

#include "../api/error.h"
#include "../string.h"

#define MODRM_NO_BASE 0x05      /* mod 0, r/m 5: a bare 32-bit address */
#define MODRM_BASE_MASK 0xc7

struct placement {
    u8 *memory;
    u32 base;                   /* the address that memory will have */
    struct elf_reason *reason;
};

static u32 symbol_address(const struct elf_object *object, u32 index, u32 base)
{
    struct elf_symbol s = elf_symbol_at(object, index);

    if (object->symbol_offset[index] != ELF_NOWHERE)
        return base + object->symbol_offset[index];
    if (s.shndx == SHN_ABS)
        return s.value;
    if (elf_symbol_is_got(object, &s))
        return base + object->got;
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
                     const struct elf_site *site, u32 base)
{
    const u8 *contents = object->image + site->target.offset;
    u32 offset = site->rel.offset;
    u32 entry = object->symbol_got[elf_rel_symbol(&site->rel)];

    if (offset && (contents[offset - 1] & MODRM_BASE_MASK) == MODRM_NO_BASE)
        return base + object->got + entry;
    return entry;
}

static u32 site_value(const struct elf_object *object,
                      const struct elf_site *site, u32 base)
{
    u32 type = elf_rel_type(&site->rel);
    u32 symbol = symbol_address(object, elf_rel_symbol(&site->rel), base);
    u32 addend = read_addend(object, site, elf_rel_bytes(type));
    u32 place = base + object->section_offset[site->section] +
                site->rel.offset;
    u32 got = base + object->got;

    switch (type) {
    case R_386_PC32:
    case R_386_PLT32:
    case R_386_PC16:
    case R_386_PC8:
        return symbol + addend - place;
    case R_386_GOT32:
    case R_386_GOT32X:
        return got_entry(object, site, base) + addend;
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

static int check_site(const struct elf_object *object,
                      const struct elf_site *site, void *context)
{
    struct placement *p = context;
    u32 type = elf_rel_type(&site->rel);

    if (elf_rel_bytes(type) == 4 ||
        value_fits(type, site_value(object, site, p->base)))
        return 0;
    return elf_refuse_site(object, site, p->reason, E_RELOCATION,
                           "the value does not fit");
}

static int apply_site(const struct elf_object *object,
                      const struct elf_site *site, void *context)
{
    struct placement *p = context;
    u32 value = site_value(object, site, p->base);

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

static void fill_got(const struct elf_object *object, u8 *memory, u32 base)
{
    for (u32 i = 0; i < object->symbols; i++) {
        u32 address = symbol_address(object, i, base);

        if (object->symbol_got[i] != ELF_NOWHERE)
            memcpy(memory + object->got + object->symbol_got[i], &address,
                   sizeof(address));
    }
}

int elf_place(const struct elf_object *object, void *memory, u32 size,
              u32 base, struct elf_reason *reason)
{
    struct placement p = { .memory = memory, .base = base, .reason = reason };

    if (size < object->memory_size)
        return elf_refuse(reason, E_NOMEM, "needs %u bytes, not %u",
                          object->memory_size, size);
    if (base & (object->align - 1))
        return elf_refuse(reason, E_ADDRESS, "address 0x%x is not aligned to "
                          "%u", base, object->align);
    if (object->memory_size - 1 > 0xffffffffu - base)
        return elf_refuse(reason, E_ADDRESS, "%u bytes do not fit at 0x%x",
                          object->memory_size, base);
    int error = elf_relocations_walk(object, check_site, &p);
    if (error)
        return error;
    copy_sections(object, memory);
    fill_got(object, memory, base);
    return elf_relocations_walk(object, apply_site, &p);
}
