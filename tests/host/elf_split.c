/* SPDX-License-Identifier: MIT */
/* sources: core/loader/elf.c core/loader/elf_section.c
 *         core/loader/elf_symbol.c core/loader/elf_reloc.c
 *         core/loader/elf_layout.c core/loader/elf_place.c core/lib/crc32.c
 *         core/lib/format.c */
/* Text and data at two addresses: layout, every relocation that is a number
 * there, and those that are none. */
#include "../../core/loader/elf.h"

#include <stdlib.h>

#include "../../core/api/error.h"
#include "check.h"
#include "elf_builder.h"

#define TEXT 0x20u
#define DATA 0x40001000u
#define ROOM 100u               /* from 48 to 148 */
#define ROOM_AT 48u

enum { SYM_MAIN = 1, SYM_WORD, SYM_ABS, SYM_GOT };

struct world {
    struct builder b;
    struct elf_object object;
    u32 scratch[4096];
    u8 *memory;
    u32 text, data, room_at;
};

static struct elf_reason reason;

/* .text of 40 bytes, .data of 16; main in one, word in the other. */
static void start(struct world *w)
{
    static const u8 zeros[64];

    builder_init(&w->b);
    w->text = builder_section(&w->b, ".text", SHT_PROGBITS,
                              SHF_ALLOC | SHF_EXECINSTR, zeros, 40, 16);
    w->data = builder_section(&w->b, ".data", SHT_PROGBITS,
                              SHF_ALLOC | SHF_WRITE, zeros, 16, 4);
    builder_symbol(&w->b, "main", STB_GLOBAL, STT_FUNC, w->text, 4, 4);
    builder_symbol(&w->b, "word", STB_GLOBAL, STT_OBJECT, w->data, 8, 4);
    builder_symbol(&w->b, "abs", STB_GLOBAL, 0, SHN_ABS, 0x1234, 0);
    builder_symbol(&w->b, "_GLOBAL_OFFSET_TABLE_", STB_GLOBAL, 0, SHN_UNDEF,
                   0, 0);
}

static int lay_out(struct world *w)
{
    builder_finish(&w->b);
    CHECK_EQ(elf_check(&w->object, w->b.image, w->b.size, &reason), 0);
    return elf_layout_split(&w->object, w->scratch, sizeof(w->scratch), ROOM,
                            &w->room_at, &reason);
}

static int place(struct world *w, u32 text, u32 data)
{
    free(w->memory);
    w->memory = malloc(w->object.memory_size);
    memset(w->memory, 0xee, w->object.memory_size);
    return elf_place_split(&w->object, w->memory, w->object.memory_size, text,
                           data, &reason);
}

static u32 word_at(const struct world *w, u32 offset)
{
    u32 word;

    memcpy(&word, w->memory + offset, 4);
    return word;
}

static void test_layout(void)
{
    struct world w = { 0 };

    start(&w);
    builder_rel(&w.b, w.text, 0, SYM_WORD, R_386_32);
    builder_rel(&w.b, w.text, 12, SYM_MAIN, R_386_32);
    builder_rel(&w.b, w.text, 20, SYM_MAIN, R_386_PC32);
    builder_rel(&w.b, w.text, 24, SYM_ABS, R_386_PC32);
    builder_rel(&w.b, w.data, 0, SYM_MAIN, R_386_32);
    builder_rel(&w.b, w.data, 4, SYM_WORD, R_386_32);
    builder_rel(&w.b, w.data, 8, SYM_WORD, R_386_PC32);
    CHECK_EQ(lay_out(&w), 0);
    CHECK_EQ(w.room_at, ROOM_AT);
    CHECK_EQ(w.object.data_start, PAGE_SIZE);
    CHECK_EQ(w.object.memory_size, PAGE_SIZE + 16);
    CHECK_EQ(place(&w, TEXT, DATA), 0);
    CHECK_EQ(word_at(&w, 0), DATA + 8);
    CHECK_EQ(word_at(&w, 12), TEXT + 4);
    CHECK_EQ(word_at(&w, 20), 4u - 20);
    CHECK_EQ(word_at(&w, 24), 0x1234 - (TEXT + 24));
    CHECK_EQ(word_at(&w, PAGE_SIZE), TEXT + 4);
    CHECK_EQ(word_at(&w, PAGE_SIZE + 4), DATA + 8);
    CHECK_EQ(word_at(&w, PAGE_SIZE + 8), 0);
    CHECK_EQ(word_at(&w, ROOM_AT), 0);      /* the room is cleared */
    free(w.memory);
}

/* What is written shares no page with code. */
static void test_apart(void)
{
    struct world w = { 0 };

    start(&w);
    builder_finish(&w.b);
    CHECK_EQ(elf_check(&w.object, w.b.image, w.b.size, &reason), 0);
    CHECK_EQ(elf_layout(&w.object, w.scratch, sizeof(w.scratch), &reason), 0);
    const u32 code = w.object.section_offset[w.text];
    const u32 data = w.object.section_offset[w.data];
    CHECK((code ^ data) >= PAGE_SIZE);
}

/* One section of these flags and alignment; its size is 16, 0 of none. */
static void add_part(struct builder *b, const char *name, u32 type, u32 flags,
                     u32 size)
{
    static const u8 zeros[16];

    if (size)
        builder_section(b, name, type, SHF_ALLOC | flags, zeros, size, 8);
}

/* A page boundary is asked for where something lies on both of its sides:
 * all sets of code, constants, data and NOBITS. */
static void test_pages(void)
{
    struct world w;

    for (u32 set = 1; set < 16; set++) {
        const u32 fixed = 16 * (set & 1) + 16 * (set >> 1 & 1);
        const u32 written = 16 * (set >> 2 & 1) + 16 * (set >> 3 & 1);
        const u32 whole = fixed && written;
        builder_init(&w.b);
        add_part(&w.b, ".text", SHT_PROGBITS, SHF_EXECINSTR, set & 1 ? 16 : 0);
        add_part(&w.b, ".rodata", SHT_PROGBITS, 0, set & 2 ? 16 : 0);
        add_part(&w.b, ".data", SHT_PROGBITS, SHF_WRITE, set & 4 ? 16 : 0);
        add_part(&w.b, ".bss", SHT_NOBITS, SHF_WRITE, set & 8 ? 16 : 0);
        builder_section(&w.b, ".empty", SHT_NOBITS, SHF_ALLOC | SHF_WRITE,
                        NULL, 0, 1);
        builder_finish(&w.b);
        CHECK_EQ(elf_check(&w.object, w.b.image, w.b.size, &reason), 0);
        CHECK_EQ(elf_layout(&w.object, w.scratch, sizeof(w.scratch), &reason),
                 0);
        CHECK_EQ(w.object.align, whole ? PAGE_SIZE : 8);
        CHECK_EQ(w.object.memory_size, written + (whole ? PAGE_SIZE : fixed));
        CHECK_EQ(w.object.data_start, set & 1 ? 16 : 0);
        CHECK_EQ(w.object.write_start, fixed);
    }
}

/* A distance of 16 bits: from the farthest places that it reaches, and one
 * step beyond. */
static void test_fits(void)
{
    static const struct { s32 distance; int error; } cases[] = {
        { 0x7ff0, 0 }, { 0x8000, E_RELOCATION }, { 0x9000, E_RELOCATION },
        { 0xfff0, E_RELOCATION }, { -0x8000, 0 }, { -0x8010, E_RELOCATION },
    };

    for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
        struct world w = { 0 };

        start(&w);
        builder_rel(&w.b, w.text, 20, SYM_ABS, R_386_PC16);
        CHECK_EQ(lay_out(&w), 0);
        CHECK_EQ(place(&w, 0x1234 - 20 - (u32)cases[i].distance, DATA),
                 cases[i].error);
        free(w.memory);
    }
}

/* A distance across is refused, and nothing is written; where text and data
 * lie as in memory it is a number again. */
static void check_crossing(u32 section_of(const struct world *w), u32 symbol,
                           u32 type, int error)
{
    struct world w = { 0 };

    start(&w);
    builder_rel(&w.b, section_of(&w), 0, symbol, type);
    CHECK_EQ(lay_out(&w), 0);
    CHECK_EQ(place(&w, TEXT, DATA), error);
    if (error) {
        CHECK(strstr(reason.text, "between text and data") != NULL);
        CHECK_EQ(w.memory[0], 0xee);
    }
    CHECK_EQ(place(&w, 0x1000, 0x1000 + w.object.data_start), 0);
    free(w.memory);
}

static u32 text_of(const struct world *w)
{
    return w->text;
}

static u32 data_of(const struct world *w)
{
    return w->data;
}

static void test_crossing(void)
{
    check_crossing(text_of, SYM_WORD, R_386_PC32, E_RELOCATION);
    check_crossing(text_of, SYM_WORD, R_386_PLT32, E_RELOCATION);
    check_crossing(data_of, SYM_MAIN, R_386_PC32, E_RELOCATION);
    check_crossing(text_of, SYM_GOT, R_386_GOTPC, E_RELOCATION);
    check_crossing(text_of, SYM_MAIN, R_386_GOTOFF, E_RELOCATION);
    check_crossing(text_of, SYM_WORD, R_386_GOTOFF, 0);
    check_crossing(data_of, SYM_GOT, R_386_GOTPC, 0);
    check_crossing(text_of, SYM_MAIN, R_386_PC32, 0);
    check_crossing(text_of, SYM_ABS, R_386_PC32, 0);
    check_crossing(text_of, SYM_MAIN, R_386_32, 0);
}

static void test_refused(void)
{
    struct world w = { 0 };

    start(&w);
    CHECK_EQ(lay_out(&w), 0);
    CHECK_EQ(place(&w, TEXT + 1, DATA), E_ADDRESS);
    CHECK_EQ(place(&w, TEXT, DATA + 2), E_ADDRESS);
    CHECK_EQ(place(&w, TEXT, 0xfffffff0), 0);
    CHECK_EQ(place(&w, 0xfffff010, DATA), E_ADDRESS);
    CHECK_EQ(elf_place_split(&w.object, w.memory, w.object.memory_size - 1,
                             TEXT, DATA, &reason), E_NOMEM);
    free(w.memory);
}

/* Without room, data begin on the next page. */
static void test_whole(void)
{
    struct world w = { 0 };

    start(&w);
    builder_rel(&w.b, w.text, 0, SYM_WORD, R_386_PC32);
    builder_finish(&w.b);
    CHECK_EQ(elf_check(&w.object, w.b.image, w.b.size, &reason), 0);
    CHECK_EQ(elf_layout(&w.object, w.scratch, sizeof(w.scratch), &reason), 0);
    CHECK_EQ(w.object.data_start, 40);
    CHECK_EQ(w.object.memory_size, PAGE_SIZE + 16);
    w.memory = malloc(PAGE_SIZE + 16);
    CHECK_EQ(elf_place(&w.object, w.memory, PAGE_SIZE + 16, 0x7000, &reason),
             0);
    CHECK_EQ(word_at(&w, 0), PAGE_SIZE + 8);
    free(w.memory);
}

int main(void)
{
    test_layout();
    test_apart();
    test_pages();
    test_fits();
    test_crossing();
    test_refused();
    test_whole();
    return check_done();
}
