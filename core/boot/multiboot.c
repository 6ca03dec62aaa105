/* SPDX-License-Identifier: MIT */
/* Reading the multiboot information. */
#include "multiboot.h"

#include "../lib/string.h"

#define BOOTLOADER_MAGIC 0x2badb002
#define TOP 0xc0000000u     /* ORDER NMM_WINDOW_BASE: client windows */

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

struct map_entry {
    u32 size;                       /* of what follows */
    u64 base, length;
    u32 type;                       /* 1: available */
} __attribute__((packed));

struct boot boot_info;

static void copy(char *to, u32 size, const char *from)
{
    u32 i = 0;

    for (; i + 1 < size && from[i]; i++)
        to[i] = from[i];
    to[i] = 0;
}

static void add_range(u64 base, u64 length)
{
    const u64 end = base + length < TOP ? base + length : TOP;

    if (base >= end || boot_info.ranges == BOOT_RANGES)
        return;
    boot_info.range[boot_info.ranges++] = (struct boot_range){
        .start = (paddr_t)base, .end = (paddr_t)end,
    };
}

static void read_map(const u8 *map, u32 length)
{
    const u8 *end = map + length;

    while (map + sizeof(struct map_entry) <= end) {
        const struct map_entry *e = (const void *)map;
        if (e->type == 1)
            add_range(e->base, e->length);
        if (e->size < sizeof(*e) - 4)
            break;                  /* a size that would never end it */
        map += e->size + 4;
    }
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
    if (m->flags & INFO_MAP)
        read_map(m->map, m->map_length);
    else if (m->flags & INFO_MEMORY)
        add_range(0x100000, (u64)m->mem_upper << 10);
    if (m->flags & INFO_MODULES && m->modules) {
        boot_info.archive = m->module[0].start;
        boot_info.archive_size = m->module[0].end - m->module[0].start;
    }
    return NULL;
}
