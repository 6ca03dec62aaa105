/* SPDX-License-Identifier: MIT */
/* What fuzz targets share. */
#pragma once

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/api/types.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#define FUZZ_CHECK(condition) do {                                      \
    if (!(condition)) {                                                 \
        printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);  \
        abort();                                                        \
    }                                                                   \
} while (0)

/* An exact copy, so that the sanitizer sees a read beyond it; with_nul:
 * a NUL behind. */
static inline void *fuzz_copy(const void *data, size_t size, int with_nul)
{
    char *copy = malloc(size + (with_nul || !size));

    if (size)
        memcpy(copy, data, size);
    if (with_nul)
        copy[size] = 0;
    return copy;
}
