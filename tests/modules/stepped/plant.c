/* SPDX-License-Identifier: MIT */
/* Breakpoints, and where those entries are that clear TF. */
#include "plant.h"

#define PLANTS  16
#define INT3    0xcc
#define PATTERN 9               /* bytes of one, at most */

static struct { u32 at; u8 was; } plants[PLANTS];

void plant(u32 at)
{
    u8 *const code = (u8 *)at;
    u32 i = 0;

    while (i < PLANTS && plants[i].at)
        i++;
    if (*code == INT3 || i == PLANTS)
        return;
    plants[i].at = at;
    plants[i].was = *code;
    *code = INT3;
}

static void take(u32 i)
{
    *(u8 *)plants[i].at = plants[i].was;
    plants[i].at = 0;
}

int plant_take(u32 at)
{
    for (u32 i = 0; i < PLANTS; i++) {
        if (plants[i].at == at) {
            take(i);
            return 1;
        }
    }
    return 0;
}

void plant_take_all(void)
{
    for (u32 i = 0; i < PLANTS; i++)
        if (plants[i].at)
            take(i);
}

/* What modules/lib/ring3 and models/paged have at their entries. */
static const struct { u32 size; u8 bytes[PATTERN]; } entries[] = {
    { 6, { 0x60, 0x1e, 0x06, 0x6a, 0x02, 0x9d } },  /* client_fault_entry */
    { 6, { 0x60, 0x1e, 0x06, 0x36, 0xc5, 0x05 } },  /* fault_entry */
    { 9, { 0x55, 0x57, 0x56, 0x53, 0x89, 0xc3, 0x6a, 0x02, 0x9d } },
};                                                  /* sysenter_entry */

static int is_one(const u8 *code, u32 which)
{
    u32 i = 0;

    while (i < entries[which].size && code[i] == entries[which].bytes[i])
        i++;
    return i == entries[which].size;
}

int plant_is_entry(u32 at)
{
    for (u32 i = 0; i < ARRAY_SIZE(entries); i++)
        if (is_one((const u8 *)at, i))
            return 1;
    return 0;
}

u32 plant_entries(u32 base, u32 size)
{
    u32 found = 0;

    for (u32 at = base; at + PATTERN <= base + size; at++) {
        if (plant_is_entry(at)) {
            plant(at);
            found++;
        }
    }
    return found;
}
