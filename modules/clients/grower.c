/* SPDX-License-Identifier: MIT */
/*
 * Takes more memory in every way that its model has: the data area, mappings,
 * an object with a name. What a model says is not applicable is left out.
 * Returns how many of the ways there were, as bits, or minus a line number.
 */
#include "client.h"

#include "far.h"
#include "memory.h"

CLIENT("grower");

#define RW (ACCESS_READ | ACCESS_WRITE)
#define STEP 20000              /* no whole pages */
#define SIZE 16384
#define CHECK(truth) do { if (!(truth)) return -__LINE__; } while (0)

static u32 initial[64] = { 1, 2, 3 };

static void fill(u32 at, u32 bytes, u32 seed)
{
    for (u32 i = 0; i < bytes / 4; i++)
        ((volatile u32 *)at)[i] = seed + i;
}

static int holds(u32 at, u32 bytes, u32 seed)
{
    for (u32 i = 0; i < bytes / 4; i++)
        if (((volatile u32 *)at)[i] != seed + i)
            return 0;
    return 1;
}

static int grow(u32 times)
{
    u32 first = 0, at;

    for (u32 i = 0; i < times; i++) {
        CHECK(client->grow(STEP, &at) >= 0);
        if (!i)
            first = at;
        CHECK(at == first + i * STEP);
        fill(at, STEP, i << 16);
        client->yield();
    }
    for (u32 i = 0; i < times; i++)
        CHECK(holds(first + i * STEP, STEP, i << 16));
    CHECK(initial[2] == 3);
    return 1;
}

static int map(void)
{
    u32 a, b, other;

    CHECK(client->map(0, SIZE, RW, &a) >= 0);
    fill(a, SIZE, 1000);
    CHECK(client->map(0, SIZE, RW, &b) >= 0);
    CHECK(b != a);
    fill(b, SIZE, 2000);
    CHECK(holds(a, SIZE, 1000));
    CHECK(client->unmap(b, SIZE) >= 0);
    CHECK(client->map(a, SIZE, RW, &other) < 0);
    CHECK(holds(a, SIZE, 1000));
    CHECK(client->unmap(a, SIZE) >= 0);
    return 2;
}

static int attach(void)
{
    u32 at, again;
    const int error = client->attach("grower.object", SIZE, RW, &at);

    if (error == E_NOT_APPLICABLE)
        return 0;
    CHECK(error >= 0);
    far_store(at, 12, far_load(at, 12) + 1);
    const u32 before = far_load(at, 12);
    CHECK(client->unmap(at, SIZE) >= 0);
    CHECK(client->attach("grower.object", 0, ACCESS_READ, &again) >= 0);
    CHECK(far_load(again, 12) >= before);     /* others count in it, too */
    return 4;
}

/* argument: how often to grow */
int client_main(u32 argument)
{
    int ways[] = { grow(argument), map(), attach() };
    int all = 0;

    for (u32 i = 0; i < ARRAY_SIZE(ways); i++) {
        if (ways[i] < 0)
            return ways[i];
        all |= ways[i];
    }
    CHECK(client->grow(4, (u32 *)0xfffffffe) < 0);
    CHECK(client->map(0, 0, RW, (u32 *)0xfffffffe) < 0);
    CHECK(client->map(0, SIZE, 0, (u32 *)initial) == E_INVALID);
    CHECK(client->map(0, SIZE, 8, (u32 *)initial) == E_INVALID);
    CHECK(client->print((const char *)0xfffffff0, 64) == E_ADDRESS);
    CHECK(client->null() == 0);
    return all;
}
