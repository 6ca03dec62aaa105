/* SPDX-License-Identifier: MIT */
/*
 * What a firmware's memory map means (multiboot 0.6.96, 3.3): the set of
 * pages that are RAM for us. Pure.
 *
 * A byte is RAM if an entry of type 1 has it and no entry of another type
 * does. Entries come in any order and number, touch, overlap, are empty, or
 * go on beyond the end of the address space. A page is RAM if each of its
 * bytes is.
 */
#pragma once

#include "../api/types.h"

struct ram_entry {                  /* as it lies in the map */
    u32 size;                       /* of what follows */
    u64 base, length;
    u32 type;
} __attribute__((packed));

#define RAM_USABLE 1                /* its type; every other is not RAM */

struct boot_range {
    paddr_t start, end;             /* end is exclusive; both are pages */
};

/* NULL, or what is wrong with the list of entries as such. */
const char *ram_check(const u8 *map, u32 length);

/*
 * The ranges of RAM below RAM_TOP, in ascending order, none touching the next:
 * how many. Beyond `most` those that are smallest are left out, but never
 * the one that has the page `keep`.
 */
u32 ram_read(const u8 *map, u32 length, paddr_t keep,
             struct boot_range *ranges, u32 most);

#define RAM_TOP 0xc0000000u         /* NMM_WINDOW_BASE */
