/* SPDX-License-Identifier: MIT */
/* What weigh.S knows of parcel.h. */
#include "core/api/offset.h"
#include "parcel.h"

void offsets(void)
{
    OFFSET(PARCEL_WEIGHT, parcel, weight);
    SIZE(PARCEL_SIZE, parcel);
}
