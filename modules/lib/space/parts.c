/* SPDX-License-Identifier: MIT */
/* The receptacles of a memory model, and its one line on the console. */
#include "parts.h"

#include "../../../core/lib/format.h"
#include "../../../core/lib/string.h"

#define LINE 160

const struct nmm *volatile nmm;
const struct console *volatile console;

DEIMOS_SLOTS_(nmm, 1, "nmm", .from = "nmm");
DEIMOS_SLOTS_(console, 1, "console", .from = "console");
DEIMOS_SLOTS_(concurrency, 1, "concurrency");

void *model_allocate(u32 size, u32 *region)
{
    struct region_info info;
    const int handle = nmm->create_region(NMM_UPS, 0, size, REGION_ANYWHERE,
                                          &info);

    *region = 0;
    if (handle < 0)
        return NULL;
    *region = (u32)handle;
    return memset((void *)info.base, 0, info.size);
}

void model_release(u32 *region)
{
    if (*region)
        nmm->destroy_region(*region);
    *region = 0;
}

void model_report(const char *fmt, ...)
{
    char line[LINE];
    va_list args;

    va_start(args, fmt);
    int length = format_va(line, LINE - 1, fmt, args);
    va_end(args);
    if (length > LINE - 2)
        length = LINE - 2;
    format_printable(line);
    line[length] = '\n';
    console->write(CONSOLE_TEXT, line, (u32)length + 1);
}

int model_refuse(const char *program, int error, const char *why)
{
    model_report("%s: client %s: %s", model_name, program, why);
    return error;
}
