/* SPDX-License-Identifier: MIT */
/*
 * Symbols: the checks of the table, and the search for undefined and
 * duplicate ones by a hash table in the scratch memory.
 */
#include "elf_image.h"

#include "../api/error.h"
#include "../lib/crc32.h"
#include "../lib/string.h"

int elf_symbol_is_got(const struct elf_object *object,
                      const struct elf_symbol *symbol)
{
    return symbol->shndx == SHN_UNDEF &&
           strcmp(elf_symbol_name(object, symbol), ELF_GOT_NAME) == 0;
}

static int refuse(const struct elf_object *object, u32 index,
                  const char *what, struct elf_reason *reason)
{
    struct elf_symbol s = elf_symbol_at(object, index);
    const char *name = s.name < object->symbol_names.size ?
                       elf_symbol_name(object, &s) : "?";

    return elf_refuse(reason, E_FORMAT, "symbol %u (%.64s): %s", index, name,
                      what);
}

static const char *kind_fault(const struct elf_object *object, u32 index,
                              const struct elf_symbol *s)
{
    u32 binding = elf_symbol_binding(s), type = elf_symbol_type(s);
    int local = index < object->symbol_table.info;

    if (type == STT_TLS)
        return "thread-local storage is not supported";
    if (type == STT_GNU_IFUNC)
        return "indirect functions are not supported";
    if (type > STT_COMMON)
        return "unknown type";
    if (binding > STB_WEAK)
        return "unknown binding";
    if (local != (binding == STB_LOCAL))
        return local ? "a global symbol among the local ones"
                     : "a local symbol behind the local ones";
    if (!local && !*elf_symbol_name(object, s))
        return "a global symbol without a name";
    return NULL;
}

static const char *common_fault(const struct elf_symbol *s)
{
    if (s->value == 0 || (s->value & (s->value - 1)) ||
        s->value > ELF_ALIGN_MAX)
        return "the alignment of this common symbol is no power of two up to "
               "4096";
    if (s->size > ELF_MEMORY_MAX)
        return "this common symbol is too large";
    return NULL;
}

static const char *place_fault(const struct elf_object *object,
                               const struct elf_symbol *s)
{
    if (s->shndx == SHN_COMMON)
        return common_fault(s);
    if (s->shndx == SHN_ABS || s->shndx == SHN_UNDEF)
        return NULL;
    if (s->shndx >= object->header.shnum)
        return "in no section";
    if (s->value > elf_section_at(object, s->shndx).size)
        return "outside its section";
    return NULL;
}

static int check_null(const struct elf_object *object,
                      struct elf_reason *reason)
{
    struct elf_symbol s = elf_symbol_at(object, 0);

    if (s.name || s.value || s.size || s.info || s.other || s.shndx)
        return refuse(object, 0, "the null symbol is not empty", reason);
    return 0;
}

static int check_one(const struct elf_object *object, u32 index,
                     struct elf_reason *reason)
{
    struct elf_symbol s = elf_symbol_at(object, index);
    const char *fault, *name;
    u32 length = 0;

    if (s.name >= object->symbol_names.size)
        return refuse(object, index, "name outside the string table", reason);
    for (name = elf_symbol_name(object, &s); name[length]; length++)
        if (length == ELF_NAME_MAX)
            return refuse(object, index, "name too long", reason);
    fault = kind_fault(object, index, &s);
    if (!fault)
        fault = place_fault(object, &s);
    return fault ? refuse(object, index, fault, reason) : 0;
}

int elf_check_symbols(const struct elf_object *object,
                      struct elf_reason *reason)
{
    if (!object->symtab)
        return 0;
    int error = check_null(object, reason);
    for (u32 i = 1; i < object->symbols && !error; i++)
        error = check_one(object, i, reason);
    return error;
}

/* A power of two that leaves at least half of the slots free. */
u32 elf_symbol_slots(const struct elf_object *object)
{
    u32 slots = 2;

    while (slots < 2 * object->symbols)
        slots *= 2;
    return slots;
}

/* Enter a global definition; slots hold symbol indices, 0 is free. */
static int enter(const struct elf_object *object, u32 index, u32 *table,
                 struct elf_reason *reason)
{
    struct elf_symbol other, s = elf_symbol_at(object, index);
    const char *name = elf_symbol_name(object, &s);
    u32 mask = elf_symbol_slots(object) - 1;
    u32 slot = crc32(0, name, (u32)strlen(name)) & mask;

    for (; table[slot]; slot = (slot + 1) & mask) {
        other = elf_symbol_at(object, table[slot]);
        if (strcmp(elf_symbol_name(object, &other), name) == 0)
            return elf_refuse(reason, E_SYMBOL, "symbol %u: '%.100s' is "
                              "defined twice", index, name);
    }
    table[slot] = index;
    return 0;
}

static int check_undefined(const struct elf_object *object, u32 index,
                           const struct elf_symbol *s,
                           struct elf_reason *reason)
{
    if (elf_symbol_binding(s) == STB_WEAK || elf_symbol_is_got(object, s))
        return 0;
    return elf_refuse(reason, E_SYMBOL, "symbol %u: '%.100s' is undefined",
                      index, elf_symbol_name(object, s));
}

int elf_resolve_symbols(const struct elf_object *object, u32 *table,
                        struct elf_reason *reason)
{
    int error = 0;

    memset(table, 0, elf_symbol_slots(object) * sizeof(*table));
    for (u32 i = 1; i < object->symbols && !error; i++) {
        struct elf_symbol s = elf_symbol_at(object, i);

        if (s.shndx == SHN_UNDEF)
            error = check_undefined(object, i, &s, reason);
        else if (elf_symbol_binding(&s) != STB_LOCAL)
            error = enter(object, i, table, reason);
    }
    return error;
}
