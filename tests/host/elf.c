/* SPDX-License-Identifier: MIT */
/* sources: core/loader/elf.c core/loader/elf_section.c
 *         core/loader/elf_symbol.c core/loader/elf_reloc.c
 *         core/loader/elf_layout.c core/loader/elf_place.c core/lib/crc32.c
 *         core/lib/format.c */
/*
 * The ELF loader's pure part: one sound object with every relocation, one
 * damaged variant for every check, truncation, flipped bits and random
 * damage. Images and memory are exact allocations, so that the sanitizer
 * sees a read or write beyond them.
 */
#include "../../core/loader/elf.h"

#include <stdlib.h>

#include "../../core/api/error.h"
#include "check.h"
#include "elf_builder.h"

#define BASE 0x100000u
#define FUZZ_ROUNDS 200000
#define FUZZ_MEMORY (1u << 16)  /* larger images are not placed */

/* Where the sound object's parts come to lie. */
enum {
    AT_TEXT = 0, AT_RODATA = 64, AT_DATA = 4096, AT_DEIMOS = AT_DATA + 16,
    AT_BSS = AT_DATA + 24, AT_COMMON = AT_DATA + 48, AT_GOT = AT_DATA + 60,
    AT_END = AT_GOT + 8,
};

/* Its symbols. */
enum {
    SYM_TEXT = 1, SYM_LOCAL, SYM_DEBUG, SYM_MAIN, SYM_TABLE, SYM_COMMON,
    SYM_ABS, SYM_WEAK, SYM_GOT,
};

static struct builder sound;
static struct elf_reason reason;

static void put(u8 *to, u32 at, u32 value, u32 bytes)
{
    memcpy(to + at, &value, bytes);
}

static void fill_text(u8 *text)
{
    memset(text, 0x90, 64);
    put(text, 0, 4, 4);
    put(text, 4, (u32)-4, 4);
    put(text, 8, (u32)-4, 4);
    text[15] = 0x83;            /* modrm: disp32(%ebx) */
    put(text, 16, 0, 4);
    text[23] = 0x05;            /* modrm: disp32 alone */
    put(text, 24, 0, 4);
    put(text, 28, 0, 4);
    put(text, 32, 2, 4);
    put(text, 36, 1, 2);
    put(text, 38, (u32)-2, 2);
    put(text, 40, 0, 1);
    put(text, 41, (u32)-1, 1);
    put(text, 44, 0, 4);
    put(text, 48, 0x1234, 4);
    put(text, 52, 8, 4);
    put(text, 56, 0, 4);
}

static void add_symbols(struct builder *b, u32 text, u32 rodata, u32 data,
                        u32 debug)
{
    builder_symbol(b, "", STB_LOCAL, STT_SECTION, text, 0, 0);
    builder_symbol(b, "local", STB_LOCAL, STT_OBJECT, data, 4, 4);
    builder_symbol(b, "", STB_LOCAL, STT_SECTION, debug, 0, 0);
    builder_symbol(b, "main", STB_GLOBAL, STT_FUNC, text, 8, 8);
    builder_symbol(b, "table", STB_GLOBAL, STT_OBJECT, rodata, 0, 8);
    builder_symbol(b, "common", STB_GLOBAL, STT_OBJECT, SHN_COMMON, 16, 12);
    builder_symbol(b, "absolute", STB_GLOBAL, STT_NOTYPE, SHN_ABS, 0x42, 0);
    builder_symbol(b, "weak", STB_WEAK, STT_NOTYPE, SHN_UNDEF, 0, 0);
    builder_symbol(b, "_GLOBAL_OFFSET_TABLE_", STB_GLOBAL, STT_NOTYPE,
                   SHN_UNDEF, 0, 0);
}

static void add_relocations(struct builder *b, u32 text, u32 deimos, u32 debug)
{
    builder_rel(b, text, 0, SYM_TABLE, R_386_32);
    builder_rel(b, text, 4, SYM_LOCAL, R_386_PC32);
    builder_rel(b, text, 8, SYM_MAIN, R_386_PLT32);
    builder_rel(b, text, 16, SYM_MAIN, R_386_GOT32);
    builder_rel(b, text, 24, SYM_COMMON, R_386_GOT32X);
    builder_rel(b, text, 28, SYM_LOCAL, R_386_GOTOFF);
    builder_rel(b, text, 32, SYM_GOT, R_386_GOTPC);
    builder_rel(b, text, 36, SYM_ABS, R_386_16);
    builder_rel(b, text, 38, SYM_MAIN, R_386_PC16);
    builder_rel(b, text, 40, SYM_ABS, R_386_8);
    builder_rel(b, text, 41, SYM_MAIN, R_386_PC8);
    builder_rel(b, text, 42, 0, R_386_NONE);
    builder_rel(b, text, 44, SYM_WEAK, R_386_32);
    builder_rel(b, text, 48, 0, R_386_32);
    builder_rel(b, text, 52, SYM_TEXT, R_386_32);
    builder_rel(b, text, 56, SYM_GOT, R_386_32);
    builder_rel(b, deimos, 0, SYM_MAIN, R_386_32);
    builder_rel(b, deimos, 4, SYM_COMMON, R_386_32);
    builder_rel(b, debug, 0, SYM_DEBUG, 14);    /* not loaded: ignored */
}

static void make_sound(struct builder *b)
{
    const u32 write = SHF_ALLOC | SHF_WRITE;
    u32 members[2] = { 1, 2 };  /* COMDAT, .text */
    u8 contents[64], zero[16] = { 0 };

    builder_init(b);
    fill_text(contents);
    u32 group = builder_section(b, ".group", SHT_GROUP, 0, members, 8, 4);
    u32 text = builder_section(b, ".text", SHT_PROGBITS,
                               SHF_ALLOC | SHF_EXECINSTR, contents, 64, 16);
    u32 data = builder_section(b, ".data", SHT_PROGBITS, write,
                               "data, more data", 16, 32);
    builder_section(b, ".bss", SHT_NOBITS, write, NULL, 24, 8);
    u32 rodata = builder_section(b, ".rodata", SHT_PROGBITS, SHF_ALLOC,
                                 "rodata!", 8, 4);
    u32 deimos = builder_section(b, ".deimos", SHT_PROGBITS, write, zero, 8,
                                 4);
    u32 debug = builder_section(b, ".debug", SHT_PROGBITS, 0, zero, 4, 1);
    builder_section(b, ".comment", SHT_PROGBITS, 0, "gcc", 4, 0);
    add_symbols(b, text, rodata, data, debug);
    add_relocations(b, text, deimos, debug);
    b->sections[group].link = b->section_count;     /* .symtab comes next */
    b->sections[group].info = SYM_MAIN;
    b->sections[group].entsize = 4;
    builder_finish(b);
}

/* All steps on an exact copy of the image: the first error, or the memory in
 * *memory if that is wanted. */
static int load(const struct builder *b, u32 size, u32 base,
                struct elf_object *object, u8 **memory)
{
    static u8 *image, *placed;
    static u32 *scratch;

    free(image);
    free(placed);
    free(scratch);
    placed = NULL;
    scratch = NULL;
    image = malloc(size ? size : 1);
    memcpy(image, b->image, size);
    strcpy(reason.text, "");
    int error = elf_check(object, image, size, &reason);
    if (error)
        return error;
    scratch = malloc(elf_scratch_size(object));
    error = elf_layout(object, scratch, elf_scratch_size(object), &reason);
    if (error)
        return error;
    placed = malloc(object->memory_size);
    memset(placed, 0xee, object->memory_size);
    *memory = placed;
    return elf_place(object, placed, object->memory_size, base, &reason);
}

static u32 get(const u8 *memory, u32 at, u32 bytes)
{
    u32 value = 0;

    memcpy(&value, memory + at, bytes);
    return value;
}

static void check_layout(const struct elf_object *object)
{
    u32 offset, size;

    CHECK_EQ(object->memory_size, AT_END);
    CHECK_EQ(object->align, PAGE_SIZE);
    CHECK_EQ(object->got, AT_GOT);
    CHECK_EQ(object->got_end, AT_END);
    CHECK_EQ(elf_section_find(object, ".deimos", &offset, &size), 0);
    CHECK_EQ(offset, AT_DEIMOS);
    CHECK_EQ(size, 8);
    CHECK_EQ(elf_section_find(object, ".bss", &offset, &size), 0);
    CHECK_EQ(offset, AT_BSS);
    CHECK_EQ(elf_section_find(object, ".none", &offset, &size), E_NOTFOUND);
    CHECK_EQ(elf_section_find(object, ".debug", &offset, &size), E_NOTFOUND);
}

static void check_contents(const u8 *memory)
{
    CHECK_EQ(get(memory, 12, 2), 0x9090);
    CHECK(memcmp(memory + AT_RODATA, "rodata!", 8) == 0);
    CHECK(memcmp(memory + AT_DATA, "data, more data", 16) == 0);
    for (u32 i = AT_RODATA + 8; i < AT_DATA; i++)
        CHECK_EQ(memory[i], 0);
    for (u32 i = AT_BSS; i < AT_GOT; i++)
        CHECK_EQ(memory[i], 0);
}

static void check_relocated(const u8 *memory)
{
    CHECK_EQ(get(memory, 0, 4), BASE + AT_RODATA + 4);
    CHECK_EQ(get(memory, 4, 4), AT_DATA + 4 - 4 - 4);
    CHECK_EQ(get(memory, 8, 4), (u32)(8 - 4 - 8));
    CHECK_EQ(get(memory, 16, 4), 0);
    CHECK_EQ(get(memory, 24, 4), BASE + AT_GOT + 4);
    CHECK_EQ(get(memory, 28, 4), (u32)(AT_DATA + 4 - AT_GOT));
    CHECK_EQ(get(memory, 32, 4), AT_GOT + 2 - 32);
    CHECK_EQ(get(memory, 36, 2), 0x43);
    CHECK_EQ(get(memory, 38, 2), (8 - 2 - 38) & 0xffff);
    CHECK_EQ(get(memory, 40, 1), 0x42);
    CHECK_EQ(get(memory, 41, 1), (8 - 1 - 41) & 0xff);
    CHECK_EQ(get(memory, 44, 4), 0);
    CHECK_EQ(get(memory, 48, 4), 0x1234);
    CHECK_EQ(get(memory, 52, 4), BASE + 8);
    CHECK_EQ(get(memory, 56, 4), BASE + AT_GOT);
    CHECK_EQ(get(memory, AT_DEIMOS, 4), BASE + 8);
    CHECK_EQ(get(memory, AT_DEIMOS + 4, 4), BASE + AT_COMMON);
    CHECK_EQ(get(memory, AT_GOT, 4), BASE + 8);
    CHECK_EQ(get(memory, AT_GOT + 4, 4), BASE + AT_COMMON);
}

static void test_sound(void)
{
    struct elf_object object;
    u8 *memory;

    make_sound(&sound);
    if (!CHECK_EQ(load(&sound, sound.size, BASE, &object, &memory), 0)) {
        printf("    %s\n", reason.text);
        return;
    }
    check_layout(&object);
    check_contents(memory);
    check_relocated(memory);
}

/* --- One field damaged --------------------------------------------------- */

struct damage {
    const char *header_of;      /* a section's header */
    const char *contents_of;    /* a section's contents; neither: e_... */
    u32 offset, width, value;
    int error;
    const char *text;           /* part of the reason */
};

#define FIELD(type, member) \
    offsetof(struct type, member), sizeof(((struct type *)0)->member)
#define HEADER(member, value, text) \
    { NULL, NULL, FIELD(elf_header, member), value, E_FORMAT, text }
#define SECTION(name, member, value, text) \
    { name, NULL, FIELD(elf_section, member), value, E_FORMAT, text }
#define SYMBOL(index, member, value, error, text) \
    { NULL, ".symtab", (index) * 16 + FIELD(elf_symbol, member), value, \
      error, text }
#define REL(index, member, value, error, text) \
    { NULL, ".rel.text", (index) * 8 + FIELD(elf_rel, member), value, \
      error, text }
#define INFO(binding, type) ((binding) << 4 | (type))

static const struct damage damages[] = {
    HEADER(magic, 0x464c4580, "magic"),
    HEADER(class, 2, "32-bit"),
    HEADER(data, 2, "little-endian"),
    HEADER(ident_version, 0, "version"),
    HEADER(abi, 9, "ABI"),
    { NULL, NULL, 15, 1, 1, E_FORMAT, "padding" },
    HEADER(type, 2, "relocatable"),
    HEADER(machine, 62, "i386"),
    HEADER(version, 2, "version"),
    HEADER(flags, 1, "flags"),
    HEADER(ehsize, 64, "e_ehsize"),
    HEADER(phnum, 1, "e_phnum"), HEADER(phoff, 52, "e_phoff"),
    HEADER(phentsize, 32, "e_phentsize"), HEADER(entry, 1, "e_entry"),
    HEADER(shentsize, 64, "e_shentsize"),
    HEADER(shnum, 0, "e_shnum"),
    HEADER(shnum, ELF_SECTIONS_MAX + 1, "e_shnum"),
    HEADER(shnum, 40, "e_shoff"),
    HEADER(shstrndx, 0, "e_shstrndx"),
    HEADER(shstrndx, 0xffff, "e_shstrndx"),
    HEADER(shstrndx, 2, "no string table"),
    HEADER(shoff, 0, "e_shoff"),
    HEADER(shoff, 53, "e_shoff"),
    HEADER(shoff, 0xfffffff0, "e_shoff"),

    SECTION("", size, 1, "null section"),
    SECTION("", type, SHT_RELA, "null section"),
    SECTION(".text", name, 0xffff, "name outside"),
    SECTION(".text", type, SHT_RELA, "RELA"),
    SECTION(".text", type, SHT_SYMTAB_SHNDX, "extended"),
    SECTION(".text", type, SHT_INIT_ARRAY, "constructors"),
    SECTION(".text", type, 11, "no contents to load"),
    SECTION(".text", type, SHT_NOBITS, "has no contents"),
    SECTION(".text", flags, SHF_ALLOC | SHF_TLS, "thread-local"),
    SECTION(".text", flags, SHF_ALLOC | SHF_COMPRESSED, "compressed"),
    SECTION(".symtab", flags, SHF_COMPRESSED, "compressed"),
    SECTION(".strtab", flags, SHF_COMPRESSED, "compressed"),
    SECTION(".rel.text", flags, SHF_COMPRESSED, "compressed"),
    SECTION(".text", flags, SHF_ALLOC | SHF_OS_NONCONFORMING, "special"),
    SECTION(".data", flags, 0, "not loaded"),
    SECTION(".text", addralign, 3, "power of two"),
    SECTION(".text", addralign, 8192, "above 4096"),
    SECTION(".text", offset, 0xfffffff0, "outside the file"),
    SECTION(".text", offset, BUILDER_SIZE, "outside the file"),
    SECTION(".text", size, 0xffffffff, "outside the file"),
    SECTION(".comment", size, 0x7fffffff, "outside the file"),
    SECTION(".comment", link, 99, "sh_link"),
    SECTION(".bss", size, ELF_MEMORY_MAX, "larger than"),
    SECTION(".bss", size, 0xffffffff, "larger than"),
    SECTION(".shstrtab", size, 5, "does not end with NUL"),
    SECTION(".shstrtab", size, 0, "does not end with NUL"),
    SECTION(".strtab", size, 3, "does not end with NUL"),
    SECTION(".strtab", type, SHT_PROGBITS, "no string table"),
    SECTION(".symtab", entsize, 8, "sh_entsize"),
    SECTION(".symtab", size, 17, "sh_entsize"),
    SECTION(".symtab", size, 0, "0 symbols"),
    SECTION(".symtab", info, 0, "sh_info"),
    SECTION(".symtab", info, 99, "sh_info"),
    SECTION(".symtab", info, 5, "among the local"),
    SECTION(".symtab", info, 3, "behind the local"),
    SECTION(".symtab", link, 2, "no string table"),
    SECTION(".symtab", type, SHT_PROGBITS, "no signature"),
    SECTION(".rel.text", entsize, 12, "sh_entsize"),
    SECTION(".rel.text", size, 7, "sh_entsize"),
    SECTION(".rel.text", link, 2, "not the symbol table"),
    SECTION(".rel.text", info, 0, "no section to relocate"),
    SECTION(".rel.text", info, 99, "no section to relocate"),
    SECTION(".rel.text", info, 3, "not named after"),
    SECTION(".rel.text", info, 4, "has no contents"),
    SECTION(".rel.text", type, SHT_RELA, "RELA"),
    SECTION(".group", entsize, 8, "sh_entsize"),
    SECTION(".group", link, 2, "no signature"),
    SECTION(".group", info, 99, "no signature"),
    { NULL, ".group", 0, 4, 2, E_FORMAT, "neither flags nor" },
    { NULL, ".group", 4, 4, 0, E_FORMAT, "neither flags nor" },
    { NULL, ".group", 4, 4, 99, E_FORMAT, "neither flags nor" },


    SYMBOL(0, value, 1, E_FORMAT, "null symbol"),
    SYMBOL(SYM_MAIN, name, 0xffff, E_FORMAT, "name outside"),
    SYMBOL(SYM_MAIN, name, 0, E_FORMAT, "without a name"),
    SYMBOL(SYM_MAIN, info, INFO(1, STT_TLS), E_FORMAT, "thread-local"),
    SYMBOL(SYM_MAIN, info, INFO(1, STT_GNU_IFUNC), E_FORMAT, "indirect"),
    SYMBOL(SYM_MAIN, info, INFO(1, 7), E_FORMAT, "unknown type"),
    SYMBOL(SYM_MAIN, info, INFO(10, 1), E_FORMAT, "unknown binding"),
    SYMBOL(SYM_MAIN, info, INFO(0, 2), E_FORMAT, "behind the local"),
    SYMBOL(SYM_LOCAL, info, INFO(1, 1), E_FORMAT, "among the local"),
    SYMBOL(SYM_MAIN, shndx, 99, E_FORMAT, "in no section"),
    SYMBOL(SYM_MAIN, shndx, 0xffff, E_FORMAT, "in no section"),
    SYMBOL(SYM_MAIN, value, 65, E_FORMAT, "outside its section"),
    SYMBOL(SYM_MAIN, value, 0xfffffff0, E_FORMAT, "outside its section"),
    SYMBOL(SYM_COMMON, value, 0, E_FORMAT, "alignment"),
    SYMBOL(SYM_COMMON, value, 3, E_FORMAT, "alignment"),
    SYMBOL(SYM_COMMON, value, 8192, E_FORMAT, "alignment"),
    SYMBOL(SYM_COMMON, size, 0xffffffff, E_FORMAT, "too large"),
    SYMBOL(SYM_COMMON, size, ELF_MEMORY_MAX, E_FORMAT, "larger than"),
    SYMBOL(SYM_MAIN, shndx, 0, E_SYMBOL, "'main' is undefined"),
    SYMBOL(SYM_GOT, name, 7, E_SYMBOL, "'main' is undefined"),
    SYMBOL(SYM_WEAK, info, INFO(1, 0), E_SYMBOL, "'weak' is undefined"),
    SYMBOL(SYM_LOCAL, shndx, 0, E_SYMBOL, "'local' is undefined"),
    SYMBOL(SYM_TABLE, name, 7, E_SYMBOL, "'main' is defined twice"),
    SYMBOL(SYM_COMMON, name, 7, E_SYMBOL, "'main' is defined twice"),

    REL(0, offset, 61, E_FORMAT, "(.text), offset 0x3d: relocation type 1 "
                                 "(R_386_32): outside the section"),
    REL(0, offset, 0xffffffff, E_FORMAT, "outside the section"),
    REL(7, offset, 63, E_FORMAT, "outside the section"),
    REL(9, offset, 64, E_FORMAT, "outside the section"),
    REL(11, offset, 65, E_FORMAT, "outside the section"),
    REL(0, info, 10 << 8 | R_386_32, E_FORMAT, "does not exist"),
    REL(0, info, 0xffffff01, E_FORMAT, "does not exist"),
    REL(0, info, SYM_DEBUG << 8 | R_386_32, E_FORMAT, "not loaded"),
    REL(0, info, SYM_MAIN << 8 | 14, E_RELOCATION,
        "(.text), offset 0x0: relocation type 14 (R_386_TLS_TPOFF): not"),
    REL(0, info, SYM_MAIN << 8 | 8, E_RELOCATION, "R_386_RELATIVE"),
    REL(0, info, SYM_MAIN << 8 | 12, E_RELOCATION, "type 12 (unknown)"),
    REL(0, info, SYM_MAIN << 8 | 44, E_RELOCATION, "type 44 (unknown)"),
    REL(0, info, SYM_MAIN << 8 | 255, E_RELOCATION, "type 255 (unknown)"),
    REL(0, info, SYM_MAIN << 8 | R_386_16, E_RELOCATION, "does not fit"),
    REL(0, info, SYM_MAIN << 8 | R_386_8, E_RELOCATION, "does not fit"),
    REL(0, info, SYM_ABS << 8 | R_386_PC16, E_RELOCATION, "does not fit"),
    SYMBOL(SYM_ABS, value, 0xffff, E_RELOCATION,
           "type 20 (R_386_16): the value does not fit"),
    SYMBOL(SYM_ABS, value, 0x100, E_RELOCATION,
           "type 22 (R_386_8): the value does not fit"),
    SYMBOL(SYM_ABS, value, (u32)-129, E_RELOCATION, "R_386_8"),
};

static u8 *damage_spot(struct builder *b, const struct damage *d)
{
    if (d->header_of)
        return (u8 *)builder_find(b, d->header_of) + d->offset;
    if (d->contents_of)
        return b->image + builder_find(b, d->contents_of)->offset + d->offset;
    return b->image + d->offset;
}

static void test_damages(void)
{
    struct builder b;

    for (u32 i = 0; i < ARRAY_SIZE(damages); i++) {
        const struct damage *d = &damages[i];
        struct elf_object object;
        u8 *memory;

        make_sound(&b);
        memcpy(damage_spot(&b, d), &d->value, d->width);
        int error = load(&b, b.size, BASE, &object, &memory);
        if (!CHECK_EQ(error, d->error) || !CHECK(strstr(reason.text, d->text)))
            printf("    damage %u (%s): %s\n", i, d->text, reason.text);
    }
}

/* The first index that there is not, in each place that takes one. */
/* Of a field's values, those that are sound: the next ones are not. */
static void test_values(void)
{
    static const struct damage abi = HEADER(abi, 0, ""),
                               align = SECTION(".text", addralign, 0, "");
    struct elf_object object;
    struct builder b;
    u8 *memory;

    for (u32 value = 0; value < 256; value++) {
        make_sound(&b);
        put(damage_spot(&b, &abi), 0, value, 1);
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory),
                 value == 0 || value == 3 ? 0 : E_FORMAT);
    }
    for (u32 n = 0; n < 32; n++) {
        make_sound(&b);
        put(damage_spot(&b, &align), 0, 1u << n, 4);
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory) == E_FORMAT,
                 n > 12);               /* up to that BASE may not fit */
    }
}

static void test_bounds(void)
{
    static const struct damage places[] = {
        SECTION(".text", link, 0, "is no section"),
        SECTION(".rel.text", info, 0, "no section to relocate"),
        { NULL, ".group", 4, 4, 0, E_FORMAT, "neither flags nor" },
        SYMBOL(SYM_MAIN, shndx, 0, E_FORMAT, "in no section"),
        HEADER(shstrndx, 0, "e_shstrndx"),
    };
    struct builder b;

    for (u32 i = 0; i < ARRAY_SIZE(places); i++) {
        const struct damage *d = &places[i];
        struct elf_object object;
        u8 *memory;

        make_sound(&b);
        memcpy(damage_spot(&b, d), &b.section_count, d->width);
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory), E_FORMAT);
        CHECK(strstr(reason.text, d->text));
    }
}

/* --- What one field cannot show ------------------------------------------ */

static void test_empty(void)
{
    struct elf_object object;
    struct builder b;
    u8 *memory;

    builder_init(&b);
    builder_section(&b, ".comment", SHT_PROGBITS, 0, "x", 1, 1);
    builder_finish(&b);
    CHECK_EQ(load(&b, b.size, BASE, &object, &memory), E_FORMAT);
    CHECK(strstr(reason.text, "nothing to load"));
    builder_init(&b);
    builder_section(&b, ".a", SHT_PROGBITS, SHF_ALLOC, "x", 1, 0);
    builder_finish(&b);
    CHECK_EQ(load(&b, b.size, BASE, &object, &memory), 0);
    CHECK_EQ(memory[0], 'x');
}

/* Debug information is ignored, compressed too, in both ways that gcc has,
 * with relocations that lie beyond what is left of its size. */
static void test_compressed_debug(void)
{
    static const char *const names[] = {
        ".debug_info", ".zdebug_info", ".comment" };
    struct elf_object object;
    struct builder b;
    u8 *memory;

    for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
        builder_init(&b);
        builder_section(&b, ".a", SHT_PROGBITS, SHF_ALLOC, "x", 1, 1);
        const u32 debug = builder_section(&b, names[i], SHT_PROGBITS,
                                          SHF_COMPRESSED, "ZLIB", 4, 1);
        const u32 symbol = builder_symbol(&b, "", STB_LOCAL, STT_SECTION,
                                          debug, 0, 0);
        builder_rel(&b, debug, 1000, symbol, R_386_32);
        builder_finish(&b);
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory), 0);
        CHECK_EQ(memory[0], 'x');
    }
}

/* The manual of the ABI names more types than are done; no number but these. */
static void test_types(void)
{
    static const u8 done[] = { R_386_NONE, R_386_32, R_386_PC32, R_386_GOT32,
                               R_386_PLT32, R_386_GOTOFF, R_386_GOTPC, R_386_16,
                               R_386_PC16, R_386_8, R_386_PC8, R_386_GOT32X };
    struct elf_object object;
    struct builder b;
    u8 *memory;

    for (u32 type = 0; type < 256; type++) {
        make_sound(&b);
        struct elf_rel *rel = (void *)(b.image +
                                       builder_find(&b, ".rel.text")->offset);
        rel->info = SYM_MAIN << 8 | type;
        const int error = load(&b, b.size, BASE, &object, &memory);
        CHECK_EQ(!strstr(reason.text, "not supported"),
                 !!memchr(done, (int)type, sizeof(done)));
        CHECK(error == E_RELOCATION || !*reason.text);
    }
}

/* What cannot be loaded is refused though it is empty. */
static void test_empty_kinds(void)
{
    static const struct { u32 type, flags; } kinds[] = {
        { SHT_RELA, 0 }, { SHT_SYMTAB_SHNDX, 0 }, { SHT_PROGBITS, SHF_TLS },
        { SHT_STRTAB, SHF_COMPRESSED },
        { SHT_PROGBITS, SHF_ALLOC | SHF_OS_NONCONFORMING },
        { SHT_INIT_ARRAY, SHF_ALLOC }, { SHT_FINI_ARRAY, SHF_ALLOC },
        { SHT_PREINIT_ARRAY, SHF_ALLOC }, { 11, SHF_ALLOC },
    };
    struct elf_object object;
    struct builder b;
    u8 *memory;

    for (u32 i = 0; i < ARRAY_SIZE(kinds); i++) {
        make_sound(&b);
        struct elf_section *s = builder_find(&b, ".comment");
        s->type = kinds[i].type;
        s->flags = kinds[i].flags;
        s->size = 0;
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory), E_FORMAT);
        CHECK(strstr(reason.text, "section") && strstr(reason.text, ".comment"));
    }
}

static void test_second_tables(void)
{
    struct elf_object object;
    struct builder b;
    u32 offset, size;
    u8 *memory;

    builder_init(&b);
    builder_section(&b, ".a", SHT_PROGBITS, SHF_ALLOC, "x", 1, 1);
    builder_section(&b, ".a", SHT_PROGBITS, SHF_ALLOC, "y", 1, 1);
    builder_finish(&b);
    CHECK_EQ(load(&b, b.size, BASE, &object, &memory), 0);
    CHECK_EQ(elf_section_find(&object, ".a", &offset, &size), E_EXISTS);
    builder_init(&b);
    builder_symtab(&b);
    builder_finish(&b);
    CHECK_EQ(load(&b, b.size, BASE, &object, &memory), E_FORMAT);
    CHECK(strstr(reason.text, "a second symbol table"));
}

static void test_long_name(void)
{
    static char name[ELF_NAME_MAX + 2];
    struct elf_object object;
    static struct builder b;
    u8 *memory;

    make_sound(&b);
    memset(name, 'n', ELF_NAME_MAX + 1);
    struct elf_section *strings = builder_find(&b, ".strtab");
    for (u32 over = 0; over < 2; over++) {
        memcpy(b.image + b.size, name + !over, ELF_NAME_MAX + 1 + over);
        strings->offset = b.size - 1;       /* so that name 0 is not empty */
        b.image[b.size - 1] = 0;
        strings->size = ELF_NAME_MAX + 2 + over;
        struct elf_symbol *s = (void *)(b.image +
                                        builder_find(&b, ".symtab")->offset);
        for (u32 i = 1; i < b.symbol_count; i++)
            s[i].name = i == SYM_MAIN;
        int error = load(&b, b.size + strings->size, BASE, &object, &memory);
        CHECK(error < 0);
        CHECK((strstr(reason.text, "too long") != NULL) == over);
    }
}

static void test_refused_places(void)
{
    u8 image[BUILDER_SIZE], memory[AT_END], untouched[AT_END];
    u32 scratch[256];
    struct elf_object object;

    memcpy(image, sound.image, sound.size);
    CHECK_EQ(elf_check(&object, image, sound.size, NULL), 0);
    u32 size = elf_scratch_size(&object);
    CHECK_EQ(elf_layout(&object, scratch, size - 1, &reason), E_NOMEM);
    CHECK_EQ(elf_layout(&object, scratch, size, &reason), 0);
    memset(memory, 0xee, AT_END);
    memset(untouched, 0xee, AT_END);
    CHECK_EQ(elf_place(&object, memory, AT_END - 1, BASE, &reason), E_NOMEM);
    CHECK_EQ(elf_place(&object, memory, AT_END, BASE + 1, &reason), E_ADDRESS);
    CHECK_EQ(elf_place(&object, memory, AT_END, BASE + 16, NULL), E_ADDRESS);
    CHECK_EQ(elf_place(&object, memory, AT_END, 0xfffff000, &reason),
             E_ADDRESS);
    /* the last 8-bit relocation of .text does not fit: nothing is written */
    struct elf_symbol *s = (void *)(image +
                                    builder_find(&sound, ".symtab")->offset);
    s[SYM_ABS].value = 0x1000;
    CHECK_EQ(elf_place(&object, memory, AT_END, BASE, &reason), E_RELOCATION);
    CHECK(memcmp(memory, untouched, AT_END) == 0);
    CHECK_EQ(elf_place(&object, memory, AT_END, BASE, NULL), E_RELOCATION);
}

/* The edges of what 8 and 16 bits hold, signed or not. */
static void test_ranges(void)
{
    static const struct { u32 value; int error; } edges[] = {
        { 0, 0 }, { 0xff, 0 }, { (u32)-128, 0 }, { 0x100, E_RELOCATION },
        { (u32)-129, E_RELOCATION },
    };
    struct elf_object object;
    struct builder b;
    u8 *memory;

    for (u32 i = 0; i < ARRAY_SIZE(edges); i++) {
        make_sound(&b);
        struct elf_symbol *s = (void *)(b.image +
                                        builder_find(&b, ".symtab")->offset);
        s[SYM_ABS].value = edges[i].value;
        CHECK_EQ(load(&b, b.size, BASE, &object, &memory), edges[i].error);
    }
    CHECK_EQ(load(&sound, sound.size, 0, &object, &memory), 0);
    CHECK_EQ(load(&sound, sound.size, 0xffffe000, &object, &memory), 0);
}

/* --- Any damage: refused, or placed within bounds ------------------------ */

static void test_truncated(void)
{
    struct elf_object object;
    u8 *memory;

    for (u32 size = 0; size < sound.size; size++) {
        CHECK_EQ(load(&sound, size, BASE, &object, &memory), E_FORMAT);
        CHECK(*reason.text);
    }
}

static void test_flipped(void)
{
    struct elf_object object;
    struct builder b = sound;
    u32 refused = 0;
    u8 *memory;

    for (u32 bit = 0; bit < b.size * 8; bit++) {
        b.image[bit / 8] ^= (u8)(1 << bit % 8);
        int error = load(&b, b.size, BASE, &object, &memory);
        CHECK(error <= 0 && (error == 0) == (*reason.text == 0));
        refused += error != 0;
        b.image[bit / 8] ^= (u8)(1 << bit % 8);
    }
    CHECK(refused > b.size);
}

static u32 draw(u32 limit)
{
    static u64 state = 1;

    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (u32)(state >> 33) % limit;
}

static void mutate(u8 *image, u32 size)
{
    static const u32 odd[] = {
        0, 1, 2, 4, 7, 8, 0x20, 0xff, 0x100, 0xfff, 0x7fff, 0x8000, 0xffff,
        0x10000, 0x3ffffff, 0x4000000, 0x7fffffff, 0x80000000, 0xfffffff0,
        0xfffffffc, 0xffffffff,
    };
    u32 at = draw(size - 4) & ~1u;

    if (draw(2))
        put(image, at, odd[draw(ARRAY_SIZE(odd))], 1u << draw(3));
    else
        image[at] = (u8)draw(256);
}

/* Half of the damage goes where it matters most: into the headers. */
static void test_fuzz(void)
{
    u8 *image = malloc(sound.size), *memory = malloc(FUZZ_MEMORY);
    u32 *scratch = malloc(FUZZ_MEMORY), placed = 0;
    u32 headers = ((struct elf_header *)sound.image)->shoff;
    struct elf_object object;

    for (u32 i = 0; i < FUZZ_ROUNDS; i++) {
        memcpy(image, sound.image, sound.size);
        for (u32 n = 1 + draw(3); n > 0; n--) {
            if (draw(2))
                mutate(image + headers, sound.size - headers);
            else
                mutate(image, sound.size);
        }
        if (elf_check(&object, image, sound.size, &reason) ||
            elf_scratch_size(&object) > FUZZ_MEMORY ||
            elf_layout(&object, scratch, FUZZ_MEMORY, &reason) ||
            object.memory_size > FUZZ_MEMORY)
            continue;
        u8 *end = memory + FUZZ_MEMORY - object.memory_size;
        placed += elf_place(&object, end, object.memory_size, 0x200000,
                            &reason) == 0;
    }
    CHECK(placed > FUZZ_ROUNDS / 20);
    free(image);
    free(memory);
    free(scratch);
}

int main(void)
{
    test_sound();
    test_damages();
    test_values();
    test_bounds();
    test_empty();
    test_compressed_debug();
    test_types();
    test_empty_kinds();
    test_second_tables();
    test_long_name();
    test_refused_places();
    test_ranges();
    test_truncated();
    test_flipped();
    test_fuzz();
    return check_done();
}
