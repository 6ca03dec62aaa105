/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c modules/lib/policy */
/* The clock against a hand that is moved by hand: who goes, whose accessed bits
 * are cleared, and what a successor is told. */
#include "../../modules/policies/clock.c"

#include "check.h"

#include <stdlib.h>

#define MOST 12

static u32 words[MOST], size = MOST;
static int error;               /* count() answers it, if it is one */

static u32 count_frames(void) { return error ? (u32)error : size; }
static u32 bits_of(u32 frame) { return words[frame]; }

static void clear(u32 frame)
{
    CHECK(words[frame] & MAP_ACCESSED);
    words[frame] &= ~(u32)MAP_ACCESSED;
}

static const struct frames frames_table = {
    .count = count_frames, .bits = bits_of, .clear_accessed = clear,
};

/* The same, and no more than two turns; hand: where it stands. */
static int expected(u32 *left, u32 *hand)
{
    for (u32 i = 0; i < 2 * size; i++) {
        const u32 at = *hand < size ? *hand : 0;
        *hand = (at + 1) % size;
        if (left[at] & (FRAME_PINNED | FRAME_FREE) << 16)
            continue;
        if (!(left[at] & MAP_ACCESSED))
            return (int)at;
        left[at] &= ~(u32)MAP_ACCESSED;
    }
    return E_NOMEM;
}

static void fill(u32 pinned, u32 accessed)
{
    for (u32 i = 0; i < MOST; i++)
        words[i] = ((u32)rand() % 100 < pinned ? FRAME_PINNED << (rand() & 1)
                                                 << 16 : 0) |
                   ((u32)rand() % 100 < accessed ? MAP_ACCESSED : 0) |
                   (rand() & 1 ? MAP_DIRTY : 0);
}

static void test_random(void)
{
    u32 left[MOST], hand = 0;

    for (u32 i = 0; i < 5000; i++) {
        size = 1 + (u32)rand() % MOST;
        fill((u32)rand() % 101, (u32)rand() % 101);
        for (u32 j = 0; j < MOST; j++)
            left[j] = words[j];
        const int victim_expected = expected(left, &hand);
        CHECK_EQ(victim(), victim_expected);
        CHECK_EQ(hand_state.hand, hand);
        for (u32 j = 0; j < MOST; j++)
            CHECK_EQ(words[j], left[j]);
    }
}

/* All are accessed, or none may go, or nobody knows how many there are. */
static void test_edges(void)
{
    size = MOST;
    for (u32 i = 0; i < MOST; i++)
        words[i] = MAP_ACCESSED;
    hand_state.hand = 5;
    CHECK_EQ(victim(), 5);
    CHECK_EQ(hand_state.hand, 6);
    for (u32 i = 0; i < MOST; i++)
        words[i] = (i & 1 ? FRAME_PINNED : FRAME_FREE) << 16;
    CHECK_EQ(victim(), E_NOMEM);
    error = E_UNBOUND;
    CHECK_EQ(victim(), E_UNBOUND);
    error = 0;
    size = 0;
    CHECK_EQ(victim(), E_NOMEM);
}

/* The hand goes over, and nothing else is taken for one. */
static void test_state(void)
{
    struct module_state handed;

    hand_state.hand = 7;
    CHECK_EQ(hand_export(&handed), E_OK);
    CHECK(handed.kind == REPLACEMENT_STATE && handed.size == sizeof(hand_state));
    static struct replacement_state copy;
    copy = *(const struct replacement_state *)handed.data;
    CHECK_EQ(copy.hand, 7);
    handed.data = &copy;
    hand_state.hand = 0;
    for (u32 i = 0; i < 4; i++) {
        struct module_state wrong = handed;
        wrong.kind += i == 0 ? 1 : i == 1 ? -1 : 0;
        wrong.size += i == 2 ? 1 : i == 3 ? -1 : 0;
        CHECK_EQ(hand_import(&wrong), E_INVALID);
        CHECK_EQ(hand_state.hand, 0);
    }
    CHECK_EQ(hand_import(&handed), E_OK);
    CHECK_EQ(hand_state.hand, 7);
}

int main(void)
{
    frames = &frames_table;
    srand(3);
    test_random();
    test_edges();
    test_state();
    placed(1);
    return check_done();
}
