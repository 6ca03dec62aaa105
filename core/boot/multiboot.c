/* SPDX-License-Identifier: MIT */
/* Reading the multiboot information. */
#include "multiboot.h"

#include "../base/layout.h"
#include "../lib/string.h"

#define BOOTLOADER_MAGIC 0x2badb002

enum info_flags {
    INFO_MEMORY = 1 << 0, INFO_LINE = 1 << 2, INFO_MODULES = 1 << 3,
    INFO_MAP = 1 << 6, INFO_LOADER = 1 << 9,
};

struct multiboot {
    u32 flags;                                  /*  0 */
    u32 mem_lower, mem_upper;                   /*  4 KiB */
    u32 boot_device;                            /* 12 */
    const char *line;                           /* 16 */
    u32 modules;                                /* 20 */
    const struct { paddr_t start, end; const char *name; u32 zero; }
        *module;                                /* 24 */
    u32 symbols[4];                             /* 28 */
    u32 map_length;                             /* 44 */
    const void *map;                            /* 48 */
    u32 drives_length, drives, config_table;    /* 52 */
    const char *loader_name;                    /* 64 */
};

struct boot boot_info;

static void copy(char *to, u32 size, const char *from)
{
    u32 i = 0;

    for (; i + 1 < size && from[i]; i++)
        to[i] = from[i];
    to[i] = 0;
}

static const char *read_map(const void *map, u32 length)
{
    const char *fault = ram_check(map, length);

    if (!fault)
        boot_info.ranges = ram_read(map, length, CORE_BASE, boot_info.range,
                                    BOOT_RANGES);
    return fault;
}

/* Without a map: so many KiB from 1 MiB on. */
static const char *read_size(u32 kib)
{
    const struct ram_entry all = {
        .size = sizeof(all) - sizeof(all.size), .base = 1 << 20,
        .length = (u64)kib << 10, .type = RAM_USABLE,
    };

    return read_map(&all, sizeof(all));
}

static const char *read_memory(const struct multiboot *m)
{
    if (m->flags & INFO_MAP)
        return read_map(m->map, m->map_length);
    return m->flags & INFO_MEMORY ? read_size(m->mem_upper) : NULL;
}

static const char *read_archive(const struct multiboot *m)
{
    if (!(m->flags & INFO_MODULES) || !m->modules)
        return NULL;
    if (m->module[0].end < m->module[0].start)
        return "the boot archive ends before it begins";
    boot_info.archive = m->module[0].start;
    boot_info.archive_size = m->module[0].end - m->module[0].start;
    return NULL;
}

const char *multiboot_read(u32 magic, const void *info)
{
    const struct multiboot *m = info;

    if (magic != BOOTLOADER_MAGIC)
        return "not started by a multiboot loader";
    if (m->flags & INFO_LINE) {
        if (strlen(m->line) >= BOOT_LINE_SIZE)
            return "the command line is longer than 511 characters";
        copy(boot_info.line, sizeof(boot_info.line), m->line);
    }
    if (m->flags & INFO_LOADER)
        copy(boot_info.loader, sizeof(boot_info.loader), m->loader_name);
    const char *fault = read_memory(m);
    return fault ? fault : read_archive(m);
}
