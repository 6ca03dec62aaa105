/* SPDX-License-Identifier: MIT */
/*
 * Builds ELF32 relocatable objects in memory, for tests: sections, symbols
 * (local ones first) and relocations are added in any order; finishing it
 * appends the .rel sections, .symtab, .strtab, .shstrtab and the headers.
 */
#pragma once

#include <string.h>

#include "../../core/loader/elf_format.h"

#define BUILDER_SIZE 16384
#define BUILDER_SECTIONS 32
#define BUILDER_ENTRIES 64

struct builder {
    _Alignas(8) u8 image[BUILDER_SIZE];
    u32 size;
    struct elf_section sections[BUILDER_SECTIONS];
    u32 section_count;
    struct elf_symbol symbols[BUILDER_ENTRIES];
    u32 symbol_count, local_count;
    struct elf_rel rels[BUILDER_ENTRIES];
    u32 rel_target[BUILDER_ENTRIES];
    u32 rel_count;
    char names[512], symbol_names[512];
    u32 names_size, symbol_names_size;
};

static inline u32 builder_name(char *table, u32 *size, const char *name)
{
    u32 at = *size;

    if (!*name)
        return 0;
    strcpy(table + at, name);
    *size += (u32)strlen(name) + 1;
    return at;
}

static inline void builder_init(struct builder *b)
{
    memset(b, 0, sizeof(*b));
    b->size = sizeof(struct elf_header);
    b->section_count = b->symbol_count = b->local_count = 1;
    b->names_size = b->symbol_names_size = 1;
}

static inline u32 builder_section(struct builder *b, const char *name,
                                  u32 type, u32 flags, const void *data,
                                  u32 size, u32 align)
{
    struct elf_section *s = &b->sections[b->section_count];

    b->size = (b->size + 3) & ~3u;
    *s = (struct elf_section){
        .name = builder_name(b->names, &b->names_size, name),
        .type = type, .flags = flags, .offset = b->size, .size = size,
        .addralign = align,
    };
    if (type != SHT_NOBITS) {
        memcpy(b->image + b->size, data, size);
        b->size += size;
    }
    return b->section_count++;
}

static inline u32 builder_symbol(struct builder *b, const char *name,
                                 u32 binding, u32 type, u32 shndx, u32 value,
                                 u32 size)
{
    b->symbols[b->symbol_count] = (struct elf_symbol){
        .name = builder_name(b->symbol_names, &b->symbol_names_size, name),
        .value = value, .size = size, .info = (u8)(binding << 4 | type),
        .shndx = (u16)shndx,
    };
    if (binding == STB_LOCAL)
        b->local_count = b->symbol_count + 1;
    return b->symbol_count++;
}

static inline void builder_rel(struct builder *b, u32 target, u32 offset,
                               u32 symbol, u32 type)
{
    b->rel_target[b->rel_count] = target;
    b->rels[b->rel_count++] = (struct elf_rel){ offset, symbol << 8 | type };
}

static inline void builder_rel_section(struct builder *b, u32 target,
                                       u32 symtab)
{
    struct elf_rel rels[BUILDER_ENTRIES];
    char name[64] = ".rel";
    u32 count = 0;

    for (u32 i = 0; i < b->rel_count; i++)
        if (b->rel_target[i] == target)
            rels[count++] = b->rels[i];
    if (!count)
        return;
    strcat(name, b->names + b->sections[target].name);
    u32 index = builder_section(b, name, SHT_REL, 0, rels,
                                count * (u32)sizeof(*rels), 4);
    b->sections[index].link = symtab;
    b->sections[index].info = target;
    b->sections[index].entsize = sizeof(*rels);
}

static inline void builder_symtab(struct builder *b)
{
    u32 index = builder_section(b, ".symtab", SHT_SYMTAB, 0, b->symbols,
                                b->symbol_count * (u32)sizeof(*b->symbols),
                                4);
    b->sections[index].link = index + 1;
    b->sections[index].info = b->local_count;
    b->sections[index].entsize = sizeof(*b->symbols);
    builder_section(b, ".strtab", SHT_STRTAB, 0, b->symbol_names,
                    b->symbol_names_size, 1);
}

static inline void builder_finish(struct builder *b)
{
    u32 targets = b->section_count;

    builder_symtab(b);
    for (u32 target = 1; target < targets; target++)
        builder_rel_section(b, target, targets);
    u32 names = builder_name(b->names, &b->names_size, ".shstrtab");
    u32 index = builder_section(b, "", SHT_STRTAB, 0, b->names,
                                b->names_size, 1);
    b->sections[index].name = names;
    b->size = (b->size + 3) & ~3u;
    struct elf_header header = {
        .magic = { 0x7f, 'E', 'L', 'F' }, .class = 1, .data = 1,
        .ident_version = 1, .type = 1, .machine = 3, .version = 1,
        .shoff = b->size, .ehsize = sizeof(header),
        .shentsize = sizeof(struct elf_section),
        .shnum = (u16)b->section_count, .shstrndx = (u16)index,
    };
    memcpy(b->image, &header, sizeof(header));
    memcpy(b->image + b->size, b->sections,
           b->section_count * sizeof(struct elf_section));
    b->size += b->section_count * (u32)sizeof(struct elf_section);
}

/* Of a finished image: where to damage it. */
static inline struct elf_section *builder_find(struct builder *b,
                                               const char *name)
{
    struct elf_header *header = (void *)b->image;
    struct elf_section *s = (void *)(b->image + header->shoff);

    for (u32 i = 0; i < b->section_count; i++)
        if (strcmp(b->names + s[i].name, name) == 0)
            return &s[i];
    return NULL;
}
