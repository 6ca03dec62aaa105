/* SPDX-License-Identifier: MIT */
/*
 * Writes and checks more memory than there may be frames for: the argument is
 * rounds << 16 | pages << 8 | seed. Returns the rounds, or minus a line.
 */
#include "client.h"
#include "memory.h"

CLIENT("pounder");

#define CHECK(truth) do { if (!(truth)) return -__LINE__; } while (0)
#define WORDS (PAGE_SIZE / 4)

static u32 written[256];        /* the seed of each page; 0: untouched */
static u32 state;

static u32 random(u32 below)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
}

static void fill(volatile u32 *page, u32 seed)
{
    for (u32 i = 0; i < WORDS; i++)
        page[i] = seed * 40503 + i;
}

static int holds(const volatile u32 *page, u32 seed)
{
    for (u32 i = 0; i < WORDS; i++)
        if (page[i] != (seed ? seed * 40503 + i : 0))
            return 0;
    return 1;
}

int client_main(u32 argument)
{
    const u32 rounds = argument >> 16, pages = argument >> 8 & 0xff;
    u32 at;

    state = argument & 0xff;
    CHECK(client->map(0, pages * PAGE_SIZE, ACCESS_READ | ACCESS_WRITE, &at)
          >= 0);
    for (u32 i = 0; i < rounds; i++) {
        u32 n = random(pages);
        volatile u32 *page = (volatile u32 *)(at + n * PAGE_SIZE);

        CHECK(holds(page, written[n]));
        if (random(2)) {
            written[n] = random(1 << 20) + 1;
            fill(page, written[n]);
        }
        if (random(4) == 0)
            client->yield();
    }
    CHECK(client->unmap(at, pages * PAGE_SIZE) >= 0);
    return (int)rounds;
}
