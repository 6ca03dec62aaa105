/* SPDX-License-Identifier: MIT */
/*
 * What the tear_down() of an experiment gives back. An NMM and a vector that
 * note each thing, and refuse the n-th: its error is the answer, and all the
 * others are given back nevertheless. Included after the experiment.
 */
#pragma once

#include "../../modules/api/deimos.h"
#include "check.h"

#define GIVEN_PAGING 1000               /* and the state */
#define GIVEN_VECTOR 2000               /* and its number */
#define GIVEN_MOST 64u

static int given[GIVEN_MOST];
static u32 given_count, given_refused;  /* which one is refused; 0: none */

static int give(int what)
{
    if (given_count < GIVEN_MOST)
        given[given_count] = what;
    return ++given_count == given_refused ? E_BUSY : 0;
}

static int give_handle(u32 handle) { return give((int)handle); }
static int give_vector(u32 which) { return give(GIVEN_VECTOR + (int)which); }

static int give_paging(u32 on)
{
    const int error = give(GIVEN_PAGING + (int)on);

    return error < 0 ? error : !on;     /* the state before */
}

static const struct nmm giving_nmm = {
    .destroy_region = give_handle, .destroy_page_table = give_handle,
    .destroy_tss = give_handle, .destroy_ldt = give_handle,
    .paging = give_paging,
};
static const struct vector giving_vector __attribute__((unused)) = {
    .detach = give_vector,
};

static int give_all(int (*tear_down)(void), u32 refused)
{
    given_count = 0;
    given_refused = refused;
    return tear_down();
}

/* `set` says what there is; `expected`, how much of it and in which order. */
static void check_given(void (*set)(void), int (*tear_down)(void),
                        const int *expected, u32 count)
{
    for (u32 refused = 0; refused <= count; refused++) {
        set();
        CHECK_EQ(give_all(tear_down, refused), refused ? E_BUSY : 0);
        CHECK_EQ(given_count, count);
        CHECK(!__builtin_memcmp(given, expected, count * sizeof(*given)));
        CHECK_EQ(give_all(tear_down, 0), 0);
        CHECK_EQ(given_count, 0);       /* all has been forgotten */
    }
}
