/* SPDX-License-Identifier: MIT */
/*
 * Checks its own memory again and again. argument: rounds * 256 + who, which
 * is what is written there. Between two checks other threads run. Returns the
 * rounds, or -1 - the word that was wrong.
 */
#include "client.h"

CLIENT("counter");

#define WORDS 4096

static u32 words[WORDS];

static u32 expected(u32 who, u32 round, u32 i)
{
    return who << 24 ^ round << 12 ^ i;
}

int client_main(u32 argument)
{
    const u32 who = argument & 255, rounds = argument >> 8;

    for (u32 round = 0; round < rounds; round++) {
        for (u32 i = 0; i < WORDS; i++)
            words[i] = expected(who, round, i);
        client->yield();
        for (u32 i = 0; i < WORDS; i++)
            if (words[i] != expected(who, round, i))
                return -1 - (int)i;
    }
    return (int)rounds;
}
