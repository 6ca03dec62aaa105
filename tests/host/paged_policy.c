/* SPDX-License-Identifier: MIT */
/* sources: core/lib/error.c */
/* modules/models/paged/resident/policy.c */
/*
 * What a replacement policy is told by the paged model, in which order, and
 * what it sees of the frames.
 */
#include "../../modules/models/paged/resident/policy.c"

#include "check.h"

#define FRAMES 8u
#define ANSWER 5
#define LOG 256u                /* placed frames that wait to be told */

static struct frame world[FRAMES];
struct frame_table frames = { .at = world, .count = FRAMES };
const struct nmm *volatile nmm;
static struct page page = { .entry = 0x1007, .space = (void *)4096, .refs = 1 };
static u32 bits_now, cleared, cleared_with, told, calls, dies;
static u32 first_told, last_told;

u32 mapping_bits(const struct page *p)
{
    CHECK(p == &page);
    return bits_now;
}

void mapping_change(const struct page *p, u32 clear, u32 set)
{
    CHECK(p == &page && set == 0);
    cleared++;
    cleared_with = clear;
}

static int victim(void)
{
    return ANSWER;
}

static void placed_one(u32 frame)
{
    if (!told++)
        first_told = frame;
    CHECK_EQ(frame, first_told + told - 1);     /* in their order */
    last_told = frame;
}

static const struct replacement policy = { victim, placed_one };

u64 recover_call(void *method, const u32 *args, u32 n)
{
    (void)args;
    CHECK_EQ(n, 0);
    calls++;
    if (dies)
        return 1ull << 32 | (u32)E_DIED;
    return (u32)((int (*)(void))method)();
}

static void test_victim(void)
{
    calls = told = 0;
    CHECK_EQ(policy_victim(), ANSWER);
    CHECK_EQ(calls, 1);                 /* there was nothing to tell */
    policy_note(70);
    policy_note(71);
    CHECK_EQ(told, 0);
    CHECK_EQ(policy_victim(), ANSWER);
    CHECK(calls == 3 && told == 2 && first_told == 70 && last_told == 71);
    CHECK_EQ(policy_victim(), ANSWER);
    CHECK(calls == 4 && told == 2);
    dies = 1;
    policy_note(72);
    CHECK_EQ(policy_victim(), E_DIED);
    dies = 0;
    CHECK_EQ(policy_victim(), ANSWER);
    CHECK_EQ(told, 2);                  /* what it died of is not told again */
}

/* As many as there is room for wait; then all of them are told. */
static void test_room(void)
{
    calls = told = 0;
    for (u32 i = 0; i < LOG; i++)
        policy_note(i);
    CHECK_EQ(told, 0);
    policy_note(LOG);
    CHECK(calls == 1 && told == LOG && last_told == LOG - 1);
    CHECK_EQ(policy_victim(), ANSWER);
    CHECK(calls == 3 && told == LOG + 1);
}

static void test_frames(void)
{
    CHECK_EQ(count(), FRAMES);
    for (u32 i = 0; i < FRAMES + 2; i++) {
        CHECK_EQ(bits(i), FRAME_FREE << 16);
        clear_accessed(i);
    }
    CHECK_EQ(cleared, 0);
    world[FRAMES - 1].page = &page;
    for (bits_now = 0; bits_now < 3; bits_now++)
        CHECK_EQ(bits(FRAMES - 1), bits_now);
    clear_accessed(FRAMES - 1);
    CHECK(cleared == 1 && cleared_with == MAP_ACCESSED);
    static const u8 held[] = { PAGE_PINNED, PAGE_HELD, PAGE_PINNED | PAGE_HELD };
    for (u32 i = 0; i < ARRAY_SIZE(held); i++) {
        page.flags = held[i] | PAGE_DIRTY;
        CHECK_EQ(bits(FRAMES - 1), FRAME_PINNED << 16);
    }
    page.flags = PAGE_DIRTY | PAGE_SHARED;
    CHECK_EQ(bits(FRAMES - 1), bits_now);
    page.space = NULL;                          /* in the reserve */
    CHECK_EQ(bits(FRAMES - 1), FRAME_PINNED << 16);
    page.entry = 0;
    CHECK_EQ(bits(FRAMES - 1), FRAME_FREE << 16);
}

int main(void)
{
    replacement = &policy;
    test_victim();
    test_room();
    test_frames();
    return check_done();
}
