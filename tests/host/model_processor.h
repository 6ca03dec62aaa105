/* SPDX-License-Identifier: MIT */
/* The tables of bench/model as they are shipped, for tests of the cycle model. */
#pragma once

#include <stdlib.h>

#include "../../bench/model/table.h"
#include "check.h"

#define PENTIUM "bench/model/pentium.csv"
#define I486 "bench/model/i486.csv"

static inline const char *figure_name(enum figure figure)
{
    static const char *const names[] = {
#define FIGURE(name) #name,
#include "../../bench/model/figures.def"
#undef FIGURE
    };

    return names[figure];
}

static inline const char *processor_text(const char *path)
{
    static char text[64 * 1024];
    FILE *file = fopen(path, "r");
    size_t size = 0;

    if (file) {
        size = fread(text, 1, sizeof(text) - 1, file);
        fclose(file);
    }
    text[size] = 0;
    return text;
}

static inline struct table processor(const char *path)
{
    struct table table;
    struct table_error error;

    if (!CHECK_EQ(table_read(&table, processor_text(path), &error), 0)) {
        printf("%s:%u: %s\n", path, error.line, error.what);
        exit(check_done());
    }
    return table;
}

/* The same numbers each time. */
static inline u32 draw(u32 *seed, u32 below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 8) % below;
}
