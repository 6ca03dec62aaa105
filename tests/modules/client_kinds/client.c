/* SPDX-License-Identifier: MIT */
/* Kinds of instructions (acts.S), one an act, on an area of its own: for `debug`. */
#include "client.h"

CLIENT("kinds");

#define PAGE  4096u
#define BEGIN 0x100             /* where an act begins, and ends */
#define END   0x200

u32 kinds_act(const void *act, void *area);             /* acts.S */
extern const void *const kinds_acts[];

static u8 pages[4 * PAGE];

int client_main(u32 argument)
{
    u8 *area = (u8 *)(((u32)pages + PAGE - 1) & -PAGE);

    if (argument == 0)
        return (int)area;
    if (argument & BEGIN)
        return (int)kinds_acts[argument - BEGIN];
    if (argument & END)
        return (int)kinds_acts[argument - END + 1];
    return (int)kinds_act(kinds_acts[argument], area);
}
