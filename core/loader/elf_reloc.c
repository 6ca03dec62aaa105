/* SPDX-License-Identifier: MIT */
/* Relocations: the types, the walk over all that count, their checks. */
#include "elf_image.h"

#include "../api/error.h"

static const struct {
    const char *name;
    u8 supported, bytes;
} types[] = {
    [R_386_NONE]   = { "R_386_NONE", 1, 0 },
    [R_386_32]     = { "R_386_32", 1, 4 },
    [R_386_PC32]   = { "R_386_PC32", 1, 4 },
    [R_386_GOT32]  = { "R_386_GOT32", 1, 4 },
    [R_386_PLT32]  = { "R_386_PLT32", 1, 4 },
    [5]            = { "R_386_COPY", 0, 0 },
    [6]            = { "R_386_GLOB_DAT", 0, 0 },
    [7]            = { "R_386_JMP_SLOT", 0, 0 },
    [8]            = { "R_386_RELATIVE", 0, 0 },
    [R_386_GOTOFF] = { "R_386_GOTOFF", 1, 4 },
    [R_386_GOTPC]  = { "R_386_GOTPC", 1, 4 },
    [11]           = { "R_386_32PLT", 0, 0 },
    [14]           = { "R_386_TLS_TPOFF", 0, 0 },
    [15]           = { "R_386_TLS_IE", 0, 0 },
    [16]           = { "R_386_TLS_GOTIE", 0, 0 },
    [17]           = { "R_386_TLS_LE", 0, 0 },
    [18]           = { "R_386_TLS_GD", 0, 0 },
    [19]           = { "R_386_TLS_LDM", 0, 0 },
    [R_386_16]     = { "R_386_16", 1, 2 },
    [R_386_PC16]   = { "R_386_PC16", 1, 2 },
    [R_386_8]      = { "R_386_8", 1, 1 },
    [R_386_PC8]    = { "R_386_PC8", 1, 1 },
    [32]           = { "R_386_TLS_LDO_32", 0, 0 },
    [33]           = { "R_386_TLS_IE_32", 0, 0 },
    [34]           = { "R_386_TLS_LE_32", 0, 0 },
    [38]           = { "R_386_SIZE32", 0, 0 },
    [39]           = { "R_386_TLS_GOTDESC", 0, 0 },
    [40]           = { "R_386_TLS_DESC_CALL", 0, 0 },
    [41]           = { "R_386_TLS_DESC", 0, 0 },
    [42]           = { "R_386_IRELATIVE", 0, 0 },
    [R_386_GOT32X] = { "R_386_GOT32X", 1, 4 },
};

const char *elf_rel_name(u32 type)
{
    if (type < ARRAY_SIZE(types) && types[type].name)
        return types[type].name;
    return "unknown";
}

u32 elf_rel_bytes(u32 type)
{
    return type < ARRAY_SIZE(types) ? types[type].bytes : 0;
}

static int is_supported(u32 type)
{
    return type < ARRAY_SIZE(types) && types[type].supported;
}

/* Those of sections that are not loaded, of debug information mostly, do
 * not count. */
static int is_walked(const struct elf_object *object,
                     const struct elf_section *rels)
{
    if (rels->type != SHT_REL)
        return 0;
    struct elf_section target = elf_section_at(object, rels->info);

    return elf_section_is_loaded(&target);
}

int elf_relocations_walk(const struct elf_object *object, elf_visitor *visit,
                         void *context)
{
    struct elf_site site;
    int error = 0;

    for (u32 i = 1; i < object->header.shnum && !error; i++) {
        struct elf_section rels = elf_section_at(object, i);

        if (!is_walked(object, &rels))
            continue;
        site.section = rels.info;
        site.target = elf_section_at(object, rels.info);
        for (u32 n = 0; n < elf_rel_count(&rels) && !error; n++) {
            site.rel = elf_rel_at(object, &rels, n);
            error = visit(object, &site, context);
        }
    }
    return error;
}

int elf_refuse_site(const struct elf_object *object,
                    const struct elf_site *site, struct elf_reason *reason,
                    int error, const char *what)
{
    u32 type = elf_rel_type(&site->rel);

    return elf_refuse(reason, error, "section %u (%.32s), offset 0x%x: "
                      "relocation type %u (%s): %s", site->section,
                      elf_section_name(object, &site->target),
                      site->rel.offset, type, elf_rel_name(type), what);
}

/* Whether a symbol is where a relocation can lead to. */
static int is_loaded(const struct elf_object *object, u32 symbol)
{
    struct elf_symbol s = elf_symbol_at(object, symbol);

    if (s.shndx == SHN_UNDEF || s.shndx == SHN_ABS || s.shndx == SHN_COMMON)
        return 1;
    struct elf_section section = elf_section_at(object, s.shndx);

    return elf_section_is_loaded(&section);
}

static int check_site(const struct elf_object *object,
                      const struct elf_site *site, void *context)
{
    struct elf_reason *reason = context;
    u32 type = elf_rel_type(&site->rel), symbol = elf_rel_symbol(&site->rel);

    if (!is_supported(type))
        return elf_refuse_site(object, site, reason, E_RELOCATION,
                               "not supported");
    if (!elf_within(site->rel.offset, elf_rel_bytes(type), site->target.size))
        return elf_refuse_site(object, site, reason, E_FORMAT,
                               "outside the section");
    if (symbol >= object->symbols)
        return elf_refuse_site(object, site, reason, E_FORMAT,
                               "of a symbol that does not exist");
    if (type != R_386_NONE && !is_loaded(object, symbol))
        return elf_refuse_site(object, site, reason, E_FORMAT,
                               "of a symbol in a section that is not loaded");
    return 0;
}

int elf_check_relocations(const struct elf_object *object,
                          struct elf_reason *reason)
{
    return elf_relocations_walk(object, check_site, reason);
}
