/* SPDX-License-Identifier: MIT */
/* Methods of the CM and the console with whatever arguments a script has. */
#include "deimos.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

struct raw {
    int (*read)(const char *name, u32 offset, u32 to, u32 size);
    int (*name)(u32 index, u32 to, u32 size);
    int (*write)(u32 channel, u32 from, u32 size);
    int (*input)(u32 to, u32 size);
};

static int read(const char *name, u32 offset, u32 to, u32 size)
{
    return cm->archive_read(name, offset, (void *)to, size);
}

static int name(u32 index, u32 to, u32 size)
{
    return cm->archive_name(index, (char *)to, size);
}

static int write(u32 channel, u32 from, u32 size)
{
    return console->write(channel, (const void *)from, size);
}

static int input(u32 to, u32 size)
{
    return console->read((void *)to, size);
}

static const struct raw table = { read, name, write, input };

DEIMOS_MODULE("raw_calls", MODULE_SYSTEM);
DEIMOS_INTERFACE("raw", "raw", table, "read name write input");
