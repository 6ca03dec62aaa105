/* SPDX-License-Identifier: MIT */
/* Enters ring 1 once, with TF set and EBP no address of ring 1's. */
#include "client.h"

CLIENT("stepped");

#define SERVICES 11
#define LINKS    4
#define PAGE     4096u

/* ways.S */
int stepped_call(const void *way, const u32 *args, u32 link);
extern const void *const stepped_faults[];

static u8 pages[2 * PAGE];
static u32 at;

static void choose(u32 way, u32 args[4])
{
    static const char text[] = "stepped\n";
    const u32 sets[SERVICES][4] = {
        [0] = { 42 }, [2] = { 1 }, [3] = { (u32)text, sizeof(text) - 1 },
        [5] = { 0x30000, PAGE, 3, (u32)&at },
        [6] = { 0x30000, PAGE },
        [7] = { (u32)(pages + PAGE) & -PAGE, PAGE, 1 }, [8] = { PAGE, (u32)&at },
        [9] = { (u32)"stepped", PAGE, 3, (u32)&at },
        [10] = { 0, (u32)pages, 1 },
    };

    for (u32 i = 0; i < 4; i++)
        args[i] = way < SERVICES ? sets[way][i] : at;
}

/* argument: a service's number, or one of ways.S behind them; * 4 + link */
int client_main(u32 argument)
{
    static const u32 links[LINKS] = { 0, ~0u, 0x1000, 0x123 };
    const u32 way = argument / LINKS;
    const void *const *services = (const void *const *)(const void *)client;
    u32 args[4];

    if (way >= SERVICES && client->map(0, PAGE, 3, &at) < 0)
        return -1;              /* a page that is new, to touch */
    choose(way, args);
    stepped_call(way < SERVICES ? services[way]
                                : stepped_faults[way - SERVICES],
                 args, links[argument % LINKS]);
    return 42;
}
