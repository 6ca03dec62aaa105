/* SPDX-License-Identifier: MIT */
/* What the tests of the whole paged model share, and what each of them leaves.
 * To be included once. */
#pragma once

#include "paged_around.h"

#define AT(page) ((page) * PAGE_SIZE)
#define SMALL 96u               /* pages of a window */
#define STACK 16u               /* of these, at its end */

static const struct memory *const m = &model_memory;

static inline struct memory_usage used(int space)
{
    struct memory_usage usage;

    CHECK_EQ(m->usage(space, &usage), 0);
    return usage;
}

static inline int new_space(void)
{
    const int space = m->create();

    CHECK(space > 0);
    return space;
}

static inline u32 shadow(int space, u32 page)
{
    return space_find(space)->shadow[page];
}

static void check_sizes(u32 frame_count, u32 page_count, u32 window)
{
    const u32 reserve = SPACES * SURE_PAGES;

    CHECK_EQ(frames.count, frame_count);
    CHECK_EQ(frames.free, frame_count);
    CHECK_EQ(pages.count, page_count + reserve);
    CHECK_EQ(pages.left, page_count + reserve - 1);
    CHECK_EQ(pages.reference_count, page_count / 2);
    CHECK_EQ(pages.references_left, page_count / 2 - 1);
    CHECK_EQ(space_window, window);
    CHECK_EQ(used(0).free, frame_count * PAGE_SIZE);
}

/* As many as are said to be left are in the lists, and they are nobody's. */
static void check_lists(void)
{
    u32 count = 0;

    for (u32 i = pages.first_free; i && count <= pages.left;
         i = pages.at[i].others) {
        CHECK(i < pages.count && page_of(pages.at[i].shadow) == &pages.at[i]);
        CHECK_EQ(pages.at[i].shadow % PAGE_SIZE, SHADOW_DEMAND);
        CHECK_EQ(pages.at[i].refs, 0);
        count++;
    }
    CHECK_EQ(count, pages.left);
    CHECK_EQ(count + reserve_count(), pages.count - 1);
    count = 0;
    for (u32 i = pages.reference_free; i && count <= pages.references_left;
         i = pages.references[i].next, count++)
        CHECK(i < pages.reference_count);
    CHECK_EQ(count, pages.references_left);
    CHECK_EQ(count, pages.reference_count - 1);
}

/* Each test leaves nothing behind. */
static void run_tests(void (*const tests[])(void), u32 count)
{
    for (u32 i = 0; i < count; i++) {
        tests[i]();
        check_lists();
        CHECK_EQ(used(0).free, AT(frames.count));
        CHECK_EQ(configure(50, 2048, SMALL), 0);
        check_sizes(50, 2048, SMALL);
    }
}
