/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proofs of experiment paging: the state before, what memory shows, what
 * the NMM says of the witness, each of which decides alone.
 */
#include "../../bench/experiments/paging.c"

#include "check.h"
#include "teardown.h"

/* What is seen at the address, and the frame that is mapped there. */
static u32 framed[2], witness_page[PAGE_SIZE / 4];
static int status, query_error, window_size, answer;

static int query(u32 where, laddr_t at, struct region_info *info)
{
    (void)at;
    info->status = (u32)status;
    info->size = (u32)window_size;
    return where == NMM_UPS ? query_error : answer;
}

static const struct nmm nmm_table = { .query_region = query };

static int passes(int (*check)(void), int on, int off, u32 word, int is_invalid)
{
    was_on = on;
    was_off = off;
    witness_page[0] = word;
    status = is_invalid ? REGION_INVALID : REGION_USED;
    return check() == 0;
}

static void test_states(void)
{
    static const u32 words[] = { SHOWS_ON, SHOWS_OFF, 0, SHOWS_ON + 1 };
    static const int states[] = { OFF, ON, -1, 2, E_VERIFY };

    for (u32 i = 0; i < 5 * 5 * 4 * 2; i++) {
        const int on = states[i % 5], off = states[i / 5 % 5];
        const u32 word = words[i / 25 % 4];
        const int invalid = (int)(i / 100);

        for (query_error = E_NOMEM; query_error <= 0;
             query_error -= E_NOMEM) {
            CHECK_EQ(passes(check_on, on, off, word, invalid),
                     !query_error && on == OFF && word == SHOWS_ON &&
                     !invalid);
            CHECK_EQ(passes(check_off, on, off, word, invalid),
                     !query_error && off == ON && word != SHOWS_ON &&
                     invalid);
        }
        query_error = 0;
    }
}

/* What the first transition answered is in the frame, and nowhere else. */
static void test_roundtrip(void)
{
    static const u32 notes[] = { OFF, ON, NOT_THERE, 77 };

    frame_words = framed;
    for (u32 i = 0; i < 4 * 4 * 2 * 2 * 2; i++) {
        framed[1] = notes[i % 4];
        witness_page[1] = notes[i / 4 % 4];
        const int off = i / 16 % 2, paged = i / 32 % 2, invalid = i / 64;
        CHECK_EQ(passes(check_roundtrip, -1, off, paged ? SHOWS_ON : SHOWS_OFF,
                        invalid),
                 framed[1] == OFF && witness_page[1] == NOT_THERE &&
                 off == ON && !paged && invalid);
    }
}

static void test_first(void)
{
    for (u32 i = 0; i < 3 * 3 * 2 * 2; i++) {
        space = i % 3 ? 70 + (int)(i % 3) : E_NOMEM;
        window_size = WINDOW_SIZE + ((int)(i / 3 % 3) - 1) * PAGE_SIZE;
        answer = (int)(i / 9 % 2);
        CHECK_EQ(passes(check_first, i / 18 ? ON : OFF, -1, SHOWS_ON, 0),
                 space >= 0 && window_size == WINDOW_SIZE && !answer &&
                 i / 18 == 0);
    }
}

static void set_scene(void)
{
    state_before = ON;
    for (regions = 0; regions < 3; regions++)
        region[regions] = 11 + (int)regions;
    witness_region = 21;
    mapped_region = 22;
}

static void test_tear_down(void)
{
    static const int all[] = { GIVEN_PAGING + ON, 13, 12, 11, 21, 22 };

    nmm = &giving_nmm;
    check_given(set_scene, tear_down, all, 6);
}

int main(void)
{
    nmm = &nmm_table;
    witness.base = (u32)witness_page;
    test_states();
    test_roundtrip();
    test_first();
    test_tear_down();
    return check_done();
}
