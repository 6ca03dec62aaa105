/* SPDX-License-Identifier: MIT */
/* A stranger's module, whose assembly knows its C by an offsets.c of its own
 * (core/api/offset.h). */
#include "parcel.h"

static int weight(u32 grams)
{
    const struct parcel parcel = { .weight = grams };

    return (int)weigh(&parcel);
}

static int stamp(u32 cents)
{
    const struct parcel parcel = { .weight = 1, .stamps = { 2, 3, cents } };

    return (int)last_stamp(&parcel);
}

static const struct post {
    int (*weight)(u32 grams);
    int (*stamp)(u32 cents);
} post = { weight, stamp };

DEIMOS_MODULE("own_offsets", MODULE_APPLICATION);
DEIMOS_INTERFACE("post", "post", post, "weight stamp");
