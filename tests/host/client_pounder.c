/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/* The client `pounder`, whose memory is spoilt while others run, and which is
 * refused memory: it notices. */
#include "../../modules/clients/pounder.c"

#include "clients_world.h"

#define PAGES 6u
#define SEEDS 40u

static int again(u32 argument, u32 at, enum lie how)
{
    memset(written, 0, sizeof(written));
    return start(argument, at, how);
}

/* Rounds, pages and seed are of the argument. All words of all pages matter,
 * and it is alone in them. */
static void test_rounds(u32 seed)
{
    const u32 argument = PAGES << 8 | seed;

    CHECK_EQ(again(argument, 0, TRUE), 0);
    CHECK_EQ(calls, 2);
    CHECK_EQ(again(300u << 16 | argument, 0, TRUE), 300);
    if (!CHECK(calls > 40 && calls < 120))
        return;
    u32 touched = 0;
    for (u32 i = 0; i < 256; i++)
        touched += written[i] != 0;
    CHECK_EQ(touched, PAGES);
    const u32 last = calls - 1;
    CHECK(again(300u << 16 | argument, 0, ERROR) < 0);
    CHECK(again(300u << 16 | argument, last, ERROR) < 0);
    for (u32 call = 1; call < last - 20; call += 7) {
        CHECK(again(300u << 16 | argument, call, SPOILT) < 0);
    }
}

int main(void)
{
    for (u32 seed = 0; seed < SEEDS; seed++)
        test_rounds(seed);
    return check_done();
}
