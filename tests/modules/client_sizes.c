/* SPDX-License-Identifier: MIT */
/*
 * Calls each service with addresses, sizes and places for the answer around
 * each edge of 32 bits. The argument: 1 if its model keeps it from what is not
 * its own, so that it may point there. Returns 0, or minus the line of what is
 * wrong.
 */
#include "client.h"

#include "memory.h"

CLIENT("sizes");

#define CHECK(truth) do { if (!(truth)) return -__LINE__; } while (0)
#define RW (ACCESS_READ | ACCESS_WRITE)
#define HUGE_FROM 6             /* edges from here on: more than there is */
#define EDGES 12
#define MOST (1u << 28)

static u32 words[PAGE_SIZE];
static u32 walls;               /* its model has some */

static u32 edge(u32 i)
{
    const u32 edges[EDGES] = { 0, 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1,
        1u << 20, 1u << 30, (1u << 31) - 1, 1u << 31, 0xd0000000u,
        0u - PAGE_SIZE, ~0u };

    return edges[i];
}

/* From its own memory on, what ends at 4 GiB and just behind it. */
static u32 size_at(u32 at, u32 i)
{
    return i < EDGES ? edge(i) : 0u - at + (i - EDGES);
}

static int printing(void)
{
    const u32 own = (u32)words;

    for (u32 i = HUGE_FROM; i < EDGES + 2; i++)
        CHECK(client->print((const char *)own, size_at(own, i)) ==
              E_ADDRESS);
    for (u32 i = 0; i < EDGES; i++) {
        CHECK(client->print((const char *)edge(i), 0) == 0);
        CHECK(client->print((const char *)edge(i), ~0u) == E_ADDRESS);
        CHECK(client->print((const char *)edge(i), 0u - edge(i) + 1) < 1 + !i);
    }
    return 0;
}

/* Where the answer is to go: its own word, or somewhere else. */
static u32 *answer(u32 i)
{
    return walls && i < EDGES ? (u32 *)edge(i) : words;
}

static int mapping(void)
{
    for (u32 i = 0; i < EDGES; i++)
        for (u32 k = 0; k < EDGES; k++) {
            const u32 size = edge(k);
            if (client->map(edge(i), size, RW, words) < 0)
                continue;
            CHECK(size && size < MOST);
            *(volatile u8 *)(words[0] + size - 1) = 1;
            CHECK(client->unmap(words[0], size) >= 0);
        }
    return 0;
}

static int changing(void)
{
    const u32 own = (u32)words;

    for (u32 i = 0; i < EDGES; i++) {
        for (u32 k = HUGE_FROM; k < EDGES; k++) {
            CHECK(client->unmap(edge(i), edge(k)) < 0);
            CHECK(client->protect(edge(i), edge(k), RW) < 0);
        }
        CHECK(client->unmap(own, size_at(own, i)) < 0);
    }
    for (u32 i = HUGE_FROM; i < EDGES + 2; i++)
        CHECK(client->protect(own, size_at(own, i), RW) < 0);
    return 0;
}

/* An answer that has no place: nothing is done. */
static int answering(void)
{
    u32 before, after;

    CHECK(client->grow(0, &before) >= 0);
    for (u32 i = HUGE_FROM; i < EDGES; i++) {
        CHECK(client->grow(edge(i), words) < 0);
        CHECK(client->attach("sizes", edge(i), RW, words) < 0);
        CHECK(client->attach((const char *)edge(i), 1, RW, words) < 0);
        if (!walls)
            continue;
        CHECK(client->grow(16, answer(i)) == E_ADDRESS);
        CHECK(client->map(0, PAGE_SIZE, RW, answer(i)) == E_ADDRESS);
        CHECK(client->attach("sizes", 1, RW, answer(i)) == E_ADDRESS);
    }
    CHECK(client->grow(0, &after) >= 0 && after == before);
    return 0;
}

int client_main(u32 argument)
{
    int error;

    walls = argument;
    error = printing();
    if (!error)
        error = mapping();
    if (!error)
        error = changing();
    return error ? error : answering();
}
