/* SPDX-License-Identifier: MIT */
/* What own_offsets.c and weigh.S share. */
#pragma once

#include "deimos.h"

struct parcel {
    u8 label[13];
    u32 weight;
    u32 stamps[3];
};

/* weigh.S: its weight, and its last stamp. */
u32 weigh(const struct parcel *parcel);
u32 last_stamp(const struct parcel *parcel);
