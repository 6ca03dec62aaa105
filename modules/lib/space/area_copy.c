/* SPDX-License-Identifier: MIT */
#include "area.h"

#include "../../../core/lib/string.h"
#include "parts.h"

int area_copy(const struct description *d, u32 *region,
              const struct description **copied)
{
    if (!area_is_there((u32)d, sizeof(*d)))
        return E_ADDRESS;
    const u32 count = *(const volatile u32 *)&d->count;
    const u32 size = count * sizeof(struct area);
    if (count > AREAS_MOST)
        return E_INVALID;
    if (!area_is_there((u32)d->areas, size))
        return E_ADDRESS;
    struct description *to = model_allocate(sizeof(*to) + size, region);
    if (!to)
        return E_NOMEM;
    memcpy(to, d, sizeof(*to) + size);
    to->count = count;
    *copied = to;
    return 0;
}
