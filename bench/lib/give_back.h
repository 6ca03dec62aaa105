/* SPDX-License-Identifier: MIT */
/* For tear_down: what set_up has made is given back, each thing for itself. */
#pragma once

#include "deimos.h"

/* Destroy what the handle names, 0 or less being nothing, and forget it. The
 * first error stays; what comes after it is still given back. */
static inline void give_back(int *handle, int (*destroy)(u32 handle),
                             int *error)
{
    const int result = *handle > 0 ? destroy((u32)*handle) : 0;

    *handle = 0;
    if (*error >= 0)
        *error = result;
}

/* Paging as it was before; negative: it was not changed. */
static inline void paging_back(const struct nmm *nmm, int *before, int *error)
{
    const int result = *before >= 0 ? nmm->paging((u32)*before) : 0;

    *before = -1;
    if (*error >= 0 && result < 0)
        *error = result;
}
