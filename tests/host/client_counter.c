/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/* The client `counter`: it yields once a round, all of its words are its own,
 * and one that changes meanwhile is told. */
#include "../../modules/clients/counter.c"

#include <string.h>

#include "check.h"

static u32 rounds_left, spoilt, rounds_seen;
static u32 last[WORDS];

/* Nothing that was there a round ago, or is another's, passes for this. */
static int yield(void)
{
    rounds_seen++;
    for (u32 i = 0; i < WORDS; i += 61)
        CHECK(words[i] != last[i]);
    memcpy(last, words, sizeof(last));
    if (--rounds_left == 0)
        words[spoilt] ^= 1;
    return 0;
}

static const struct client_services services = { .yield = yield };

int main(void)
{
    client = &services;
    memset(last, 0xff, sizeof(last));
    for (u32 who = 0; who < 256; who += 51) {
        rounds_seen = 0;
        rounds_left = 0xffffffff;
        CHECK_EQ(client_main(5 << 8 | who), 5);
        CHECK_EQ(rounds_seen, 5);
        CHECK_EQ(client_main(who), 0);
        for (spoilt = 0; spoilt < WORDS; spoilt += 63) {
            rounds_left = 3;
            CHECK_EQ(client_main(5 << 8 | who), -1 - (int)spoilt);
        }
        memset(last, 0xff, sizeof(last));
    }
    return check_done();
}
