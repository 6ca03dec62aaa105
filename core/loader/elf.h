/* SPDX-License-Identifier: MIT */
/*
 * The default loader's parser and relocator for ELF32 ET_REL objects: pure,
 * without allocation, the same for the core and for the host.
 *
 *     elf_check(&object, image, size, &reason)        the file is sound
 *     elf_scratch_size(&object)                       what layout works in
 *     elf_layout(&object, scratch, size, &reason)     symbols, addresses
 *     ... object.memory_size bytes, aligned to object.align ...
 *     elf_place(&object, memory, size, base, &reason) the loaded image
 *
 * Each step can refuse, with a negative error and a reason, and has then
 * changed nothing but the object and the scratch memory; elf_place() refuses
 * before it writes to the memory. Image and scratch must stay as they are
 * until the last call for the object; the image may lie at any address.
 *
 * Laid out as: executable, read-only, writable, NOBITS, COMMON, GOT. What is
 * written begins on a page of its own, unless nothing else is there.
 *
 * For a program whose text and data have addresses of their own, such as
 * those of two segments, there are elf_layout_split() and elf_place_split().
 */
#pragma once

#include "../api/types.h"
#include "elf_format.h"

#define ELF_SECTIONS_MAX 8192
#define ELF_SYMBOLS_MAX 65536
#define ELF_NAME_MAX 1023               /* characters of a symbol's name */
#define ELF_ALIGN_MAX 4096
#define ELF_MEMORY_MAX (64u << 20)      /* bytes of a loaded image */

struct elf_reason {
    char text[160];
};

struct elf_object {
    const u8 *image;
    u32 size;
    struct elf_header header;
    struct elf_section names;           /* section with section names */
    u32 symtab;                         /* its section's index, or 0 */
    u32 symbols;                        /* entries, the null one included */
    struct elf_section symbol_table, symbol_names;
    /* from elf_layout() on */
    u32 align;                          /* of the base, at least 4 */
    u32 memory_size;                    /* of the loaded image */
    u32 data_start;                     /* offset: text is below, data from
                                           here on */
    u32 write_start;                    /* offset: nothing below is written */
    u32 got, got_end;                   /* offsets in the loaded image */
    u32 *section_offset;                /* per section: in the loaded image */
    u32 *symbol_offset;                 /* per symbol: likewise */
    u32 *symbol_got;                    /* per symbol: its GOT entry */
};

#define ELF_NOWHERE 0xffffffffu         /* an offset that was not assigned */

/* E_FORMAT; E_RELOCATION: a relocation of a kind not supported here. */
int elf_check(struct elf_object *object, const void *image, u32 size,
              struct elf_reason *reason);

/* Bytes of scratch memory, aligned to 4, for elf_layout(). */
u32 elf_scratch_size(const struct elf_object *object);

/*
 * Sets memory_size and align. E_SYMBOL: undefined (a weak one is 0) or
 * defined twice; E_FORMAT: nothing to load, or more than ELF_MEMORY_MAX;
 * E_NOMEM: the scratch memory is smaller than elf_scratch_size().
 */
int elf_layout(struct elf_object *object, void *scratch, u32 scratch_size,
               struct elf_reason *reason);

/* As elf_layout(), with `room` bytes (not 0) behind the executable sections,
 * aligned to 16, at *room_at, and all other sections on pages of their own. */
int elf_layout_split(struct elf_object *object, void *scratch,
                     u32 scratch_size, u32 room, u32 *room_at,
                     struct elf_reason *reason);

/*
 * Write the image, relocated for load address `base`, to memory. E_NOMEM:
 * size is below memory_size; E_ADDRESS: base is not aligned or the image
 * does not fit behind it; E_RELOCATION: a value does not fit its 8 or 16
 * bits.
 */
int elf_place(const struct elf_object *object, void *memory, u32 size,
              u32 base, struct elf_reason *reason);

/*
 * As elf_place(), where what lies below data_start has its addresses from
 * `text` on, and what lies above from `data` on. E_RELOCATION also: a value
 * is a distance from one to the other, and these are not one behind the other
 * as in memory.
 */
int elf_place_split(const struct elf_object *object, void *memory, u32 size,
                    u32 text, u32 data, struct elf_reason *reason);

/*
 * Where a loaded section of that name lies in the loaded image. E_NOTFOUND;
 * E_EXISTS if there are several.
 */
int elf_section_find(const struct elf_object *object, const char *name,
                     u32 *offset, u32 *size);
