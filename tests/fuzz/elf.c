/* SPDX-License-Identifier: MIT */
/* sources: core/loader/elf.c core/loader/elf_section.c
 * core/loader/elf_symbol.c core/loader/elf_reloc.c core/loader/elf_layout.c
 * core/loader/elf_place.c core/lib/crc32.c core/lib/format.c */
/* The ELF loader, as far as it goes: checked, laid out, placed, and its
 * manifest found. Image, scratch and memory are exact allocations. */
#include "../../core/loader/elf.h"
#include "fuzz.h"

#define BASE 0x100000u
#define MEMORY_MAX (1u << 20)   /* larger ones are not placed */

static struct elf_reason reason;

static void place(struct elf_object *object)
{
    u8 *memory;
    u32 offset, size;

    FUZZ_CHECK(object->memory_size && object->memory_size <= ELF_MEMORY_MAX);
    FUZZ_CHECK(object->align >= 4 && object->align <= ELF_ALIGN_MAX);
    if (object->memory_size > MEMORY_MAX)
        return;
    memory = malloc(object->memory_size);
    elf_place(object, memory, object->memory_size, BASE, &reason);
    FUZZ_CHECK(elf_place(object, memory, object->memory_size - 1, BASE,
                         &reason) < 0);
    if (elf_section_find(object, ".deimos", &offset, &size) == 0)
        FUZZ_CHECK(size <= object->memory_size &&
                   offset <= object->memory_size - size);
    free(memory);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
    struct elf_object object;
    u8 *image = fuzz_copy(data, size, 0);

    if (elf_check(&object, image, (u32)size, &reason) == 0) {
        const u32 scratch_size = elf_scratch_size(&object);
        u8 *scratch = malloc(scratch_size);
        if (elf_layout(&object, scratch, scratch_size, &reason) == 0)
            place(&object);
        free(scratch);
    }
    free(image);
    return 0;
}
