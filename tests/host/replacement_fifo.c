/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c modules/lib/policy */
/* First in, first out: what was there before this policy goes first, in its
 * order; a frame beyond its table, too; and the clock's hand goes through. */
#include "../../modules/policies/fifo_replacement.c"

#include "check.h"

#define MOST (FRAMES + 4)

static u8 kept[MOST];           /* pinned or free */
static u32 size = 8;
static int error;

static u32 count_frames(void) { return error ? (u32)error : size; }

static u32 bits_of(u32 frame)
{
    return kept[frame] ? (u32)(kept[frame] == 1 ? FRAME_PINNED : FRAME_FREE)
                         << 16 : MAP_ACCESSED;
}

static const struct frames frames_table = {
    .count = count_frames, .bits = bits_of,
};

/* It goes, and is filled again. */
static void goes(int frame)
{
    CHECK_EQ(victim(), frame);
    if (frame >= 0)
        placed((u32)frame);
}

static void test_order(void)
{
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 8; i++)
            goes(i);
    placed(2);                          /* by somebody else */
    goes(0);
    goes(1);
    kept[3] = 1;
    kept[4] = 2;
    goes(5);
    kept[3] = 0;
    goes(3);
    goes(6);
    kept[4] = 0;
    goes(4);
    goes(7);
    goes(2);
    goes(0);
}

static void test_none(void)
{
    for (u32 i = 0; i < 8; i++)
        kept[i] = 1 + i % 2;
    CHECK_EQ(victim(), E_NOMEM);
    error = E_DEAD;
    CHECK_EQ(victim(), E_DEAD);
    error = 0;
    size = 0;
    CHECK_EQ(victim(), E_NOMEM);
}

static void test_large(void)
{
    for (u32 i = 0; i < MOST; i++)
        kept[i] = 1;
    size = MOST;
    kept[FRAMES - 1] = kept[FRAMES] = kept[MOST - 1] = 0;
    goes(FRAMES - 1);
    goes(FRAMES);
    goes(FRAMES);                       /* not known to be new */
    kept[FRAMES] = kept[MOST - 1] = 1;
    goes(FRAMES - 1);
}

static void test_state(void)
{
    struct replacement_state copy = { .hand = 9 };
    struct module_state handed = { REPLACEMENT_STATE, &copy, sizeof(copy) };

    for (u32 i = 0; i < 3; i++) {
        struct module_state wrong = handed;
        wrong.kind += i == 0;
        wrong.size += i == 1 ? 1 : i == 2 ? -1 : 0;
        CHECK_EQ(hand_import(&wrong), E_INVALID);
    }
    CHECK_EQ(hand_import(&handed), E_OK);
    CHECK_EQ(hand_export(&handed), E_OK);
    CHECK_EQ(((const struct replacement_state *)handed.data)->hand, 9);
}

int main(void)
{
    frames = &frames_table;
    test_order();
    test_none();
    test_large();
    test_state();
    return check_done();
}
