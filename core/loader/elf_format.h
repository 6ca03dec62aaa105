/* SPDX-License-Identifier: MIT */
/*
 * ELF32 relocatable objects for the i386, as they lie in a file (System V
 * gABI, chapter 4; i386 psABI, chapter 4).
 */
#pragma once

#include "../api/types.h"

struct elf_header {
    u8 magic[4];            /*  0 0x7f "ELF" */
    u8 class, data;         /*  4 1: 32-bit; 1: little endian */
    u8 ident_version;       /*  6 1 */
    u8 abi;                 /*  7 0: System V; 3: GNU */
    u8 padding[8];          /*  8 zero */
    u16 type, machine;      /* 16 1: relocatable; 3: i386 */
    u32 version;            /* 20 1 */
    u32 entry;              /* 24 */
    u32 phoff, shoff;       /* 28 offsets of the header tables */
    u32 flags;              /* 36 zero */
    u16 ehsize;             /* 40 of this header */
    u16 phentsize, phnum;   /* 42 */
    u16 shentsize, shnum;   /* 46 */
    u16 shstrndx;           /* 50 section with the names of sections */
};

struct elf_section {
    u32 name;               /*  0 offset in that section */
    u32 type;               /*  4 SHT_* */
    u32 flags;              /*  8 SHF_* */
    u32 addr;               /* 12 */
    u32 offset, size;       /* 16 in the file */
    u32 link, info;         /* 24 */
    u32 addralign;          /* 32 */
    u32 entsize;            /* 36 */
};

struct elf_symbol {
    u32 name;               /*  0 offset in the symbol table's strings */
    u32 value, size;        /*  4 */
    u8 info;                /* 12 binding << 4 | type */
    u8 other;               /* 13 */
    u16 shndx;              /* 14 its section, or SHN_* */
};

struct elf_rel {
    u32 offset;             /*  0 in the target section */
    u32 info;               /*  4 symbol << 8 | type */
};

_Static_assert(sizeof(struct elf_header) == 52, "ELF header");
_Static_assert(sizeof(struct elf_section) == 40, "section header");
_Static_assert(sizeof(struct elf_symbol) == 16, "symbol");
_Static_assert(sizeof(struct elf_rel) == 8, "relocation");

enum {
    SHT_NULL = 0,
    SHT_PROGBITS = 1,
    SHT_SYMTAB = 2,
    SHT_STRTAB = 3,
    SHT_RELA = 4,
    SHT_NOTE = 7,
    SHT_NOBITS = 8,
    SHT_REL = 9,
    SHT_INIT_ARRAY = 14,
    SHT_FINI_ARRAY = 15,
    SHT_PREINIT_ARRAY = 16,
    SHT_GROUP = 17,
    SHT_SYMTAB_SHNDX = 18,
};

enum {
    SHF_WRITE = 1 << 0,
    SHF_ALLOC = 1 << 1,
    SHF_EXECINSTR = 1 << 2,
    SHF_OS_NONCONFORMING = 1 << 8,
    SHF_TLS = 1 << 10,
    SHF_COMPRESSED = 1 << 11,
};

enum {
    SHN_UNDEF = 0,
    SHN_ABS = 0xfff1,
    SHN_COMMON = 0xfff2,
};

enum { STB_LOCAL = 0, STB_GLOBAL = 1, STB_WEAK = 2 };

enum {
    STT_NOTYPE = 0,
    STT_OBJECT = 1,
    STT_FUNC = 2,
    STT_SECTION = 3,
    STT_FILE = 4,
    STT_COMMON = 5,
    STT_TLS = 6,
    STT_GNU_IFUNC = 10,
};

enum {                      /* S symbol, A addend, P place, G its GOT entry */
    R_386_NONE = 0,
    R_386_32 = 1,           /* S + A */
    R_386_PC32 = 2,         /* S + A - P */
    R_386_GOT32 = 3,        /* G + A - GOT; G + A without a base register */
    R_386_PLT32 = 4,        /* S + A - P: nothing here needs a PLT */
    R_386_GOTOFF = 9,       /* S + A - GOT */
    R_386_GOTPC = 10,       /* GOT + A - P */
    R_386_16 = 20,          /* S + A */
    R_386_PC16 = 21,        /* S + A - P */
    R_386_8 = 22,           /* S + A */
    R_386_PC8 = 23,         /* S + A - P */
    R_386_GOT32X = 43,      /* as GOT32 */
};

static inline u32 elf_symbol_binding(const struct elf_symbol *symbol)
{
    return symbol->info >> 4;
}

static inline u32 elf_symbol_type(const struct elf_symbol *symbol)
{
    return symbol->info & 15;
}

static inline u32 elf_rel_symbol(const struct elf_rel *rel)
{
    return rel->info >> 8;
}

static inline u32 elf_rel_type(const struct elf_rel *rel)
{
    return rel->info & 255;
}
