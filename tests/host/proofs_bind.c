/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The proofs of experiment bind: each fact that one looks at decides. */
#include "proofs_world.h"
#include "../../bench/experiments/bind.c"

static const struct null *volatile *slot(u32 i) { return i ? NULL : &null; }

#define BIT(fault_) (1u << (fault_))

static void try(u32 matters, int (*prepare)(void), void (*body)(void),
                int (*check)(void))
{
    for (enum wrong which = 0; which < FAULTS; which++) {
        if (which != SOUND && !(matters & BIT(which)))
            continue;
        world_start(1);
        provider[0] = provider[1] = binding = 0;
        CHECK_EQ(set_up(0), 0);
        CHECK_EQ(sample_with(which, prepare, body, check) == 0,
                 which == SOUND);
    }
}

/* A method that answers what it is told, whatever it does. */
static int answer;
static int answer_null(void) { return answer; }
static int answer_bind(int a, const char *b, int c, const char *d)
{
    return (void)a, (void)b, (void)c, (void)d, answer;
}
static int answer_load(const char *name) { return (void)name, answer; }

/* What is no handle, or no count, is no proof. */
static void test_answers(void)
{
    static const struct null liar = { answer_null };
    static const struct cm other = { .bind = answer_bind, .load = answer_load };

    null = &liar;
    cm = &other;
    for (answer = -3; answer <= 4; answer++) {
        body_call();
        CHECK_EQ(check_first() == 0, answer == 1);
        CHECK_EQ(check_warm() == 0, answer == 2);
        body_bind();
        CHECK_EQ(check_bind() == 0, answer == 1);
        body_load();
        if (answer <= 0)
            CHECK_EQ(check_load(), answer ? answer : E_VERIFY);
    }
    provider[0] = provider[1] = binding = 0;
    cm = &world_cm;
}

int main(void)
{
    cm = &world_cm;
    gone_nmm = &world_nmm;
    slot_of = slot;
    const u32 new = BIT(NOT_FOUND) | BIT(OTHER_FOUND) | BIT(NOT_BOUND) |
                    BIT(CALLED_BEFORE);

    try(new, clean, body_load, check_load);
    try(BIT(NOT_BOUND), prepare_loaded, body_bind, check_bind);
    try(0, prepare_bound, body_call, check_first);
    try(0, prepare_warm, body_call, check_warm);
    try(BIT(ANSWERS_ERROR) | BIT(ANSWERS_ZERO) | BIT(ONE_SLOT_STAYS),
        prepare_rebind, body_rebind, check_rebind);
    try(BIT(ANSWERS_ERROR) | BIT(ONE_SLOT_STAYS) | BIT(CANNOT_GO),
        prepare_bound, body_unbind, check_unbind);
    try(BIT(ANSWERS_ERROR) | BIT(NODE_STAYS) | BIT(REGION_STAYS),
        prepare_unload, body_unload, check_unload);
    test_answers();
    return check_done();
}
