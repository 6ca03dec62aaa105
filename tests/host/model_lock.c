/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/lock.c modules/lib/lock/lock.c */
/*
 * The lock of a memory model: every holder (nobody, this thread, another, one
 * that is no more, an earlier call of the same frame), with and without
 * others that wait, and every answer of who is to wait, and to give way.
 */
#include "../../modules/lib/space/lock.h"
#include "../../modules/lib/space/parts.h"

#include "check.h"

#define OWN 0x1000u                     /* stack frames */
#define OTHER 0x2000u
#define LOST 0x3000u
#define CONTENDED 1u
#define ENDLESS 10

const char model_name[] = "model";
static u32 waits, wakes, reports, mends, given_back, yields, taken_by;
static int wait_says, yield_says;

static const struct nmm nmm_table;
const struct nmm *volatile nmm = &nmm_table;

int backtrace_is_own(u32 frame, const struct nmm *asked)
{
    CHECK(asked == &nmm_table);
    return frame == OWN;
}

static u32 asking;                      /* the frame that does is there, too */

int backtrace_has(u32 frame, const struct nmm *asked)
{
    CHECK(asked == &nmm_table);
    return frame == OWN || frame == OTHER || frame == asking;
}

void model_report(const char *fmt, ...)
{
    CHECK(fmt != NULL);
    reports++;
}

/* By whoever has the lock from now on. */
static void mend(void)
{
    CHECK(lock_holder(model_holder) == asking && asking);
    CHECK_EQ(++mends, reports);
}

void (*const model_mend)(void) = mend;

/* It has it no more when others run. */
static int wait(const volatile u32 *word, u32 expected)
{
    CHECK(word == &model_holder && expected == (OTHER | CONTENDED));
    CHECK_EQ(*word, expected);
    if (++waits > ENDLESS)
        return E_TIMEOUT;
    if (wait_says == 0)
        model_holder = given_back;
    return wait_says;
}

static int wake(const volatile u32 *word)
{
    CHECK(word == &model_holder && *word == CONTENDED);
    return (int)++wakes;
}

/* Those woken before have it, or nobody wants it. */
static int yield(void)
{
    CHECK_EQ(model_holder, CONTENDED);
    CHECK_EQ(yields++, 0);
    if (taken_by)
        model_holder = taken_by;
    return yield_says;
}

static const struct concurrency threads = { .wait = wait, .wake = wake,
                                            .yield = yield };
const struct concurrency *volatile concurrency = &threads;

/* One call; `holder` is what it finds. */
static int ask(u32 holder, int tries, u32 *mine)
{
    asking = *mine = (u32)__builtin_frame_address(0);
    model_holder = holder == ~0u ? *mine : holder == (~0u & ~CONTENDED) ?
                                   (*mine | CONTENDED) : holder;
    waits = wakes = reports = mends = yields = 0;
    const int got = tries ? model_try_lock() : model_lock();
    const u32 has = model_holder;
    if (has == *mine || has == (*mine | CONTENDED)) {
        CHECK_EQ(model_leave(7), 7);
        CHECK_EQ(model_holder, has & CONTENDED);
        CHECK_EQ(wakes, has & CONTENDED);
    }
    model_holder = has;
    return got;
}

static void test_free(void)
{
    u32 mine;

    CHECK_EQ(ask(0, 0, &mine), 0);
    CHECK_EQ(model_holder, mine);
    CHECK_EQ(ask(0, 1, &mine), 1);
    CHECK(model_holder == mine && !waits && !wakes && !reports);
}

/* A call from inside is refused, and nothing is awaited. */
static void test_own(void)
{
    u32 mine;

    for (u32 others = 0; others < 2; others++) {
        CHECK_EQ(ask(OWN | others, 0, &mine), E_ACTIVE);
        CHECK((model_holder & ~CONTENDED) == OWN && !waits && !reports);
        CHECK_EQ(ask(OWN | others, 1, &mine), 0);
        CHECK((model_holder & ~CONTENDED) == OWN && !waits && !reports);
    }
}

/* Who waited marks it, for there may be more that wait. */
static void test_other(u32 others)
{
    u32 mine;

    wait_says = 0;
    for (given_back = 0; given_back <= CONTENDED; given_back++) {
        CHECK_EQ(ask(OTHER | others, 0, &mine), 0);
        CHECK(waits == 1 && model_holder == (mine | CONTENDED));
        CHECK_EQ(yields, 0);
    }
    given_back = LOST;                  /* it was taken, and its owner lost */
    CHECK_EQ(ask(OTHER | others, 0, &mine), 0);
    CHECK(waits == 1 && reports == 1);
    given_back = OWN;
    CHECK_EQ(ask(OTHER | others, 0, &mine), E_ACTIVE);
    CHECK_EQ(ask(OTHER | others, 1, &mine), 0);
    CHECK(!waits && model_holder == (OTHER | CONTENDED));
    for (wait_says = -30; wait_says < 0; wait_says++) {
        CHECK_EQ(ask(OTHER | others, 0, &mine), wait_says);
        CHECK(waits == 1 && model_holder == (OTHER | CONTENDED));
    }
}

/* Who comes lets those go first that were woken, whether or not it can. Who only
 * tries lets others try. */
static void test_wanted(void)
{
    u32 mine;

    wait_says = 0;
    for (yield_says = -30; yield_says <= 0; yield_says++) {
        taken_by = 0;
        CHECK_EQ(ask(CONTENDED, 0, &mine), 0);
        CHECK(model_holder == mine && yields == 1 && !waits && !reports);
        taken_by = OTHER | CONTENDED;
        given_back = CONTENDED;
        CHECK_EQ(ask(CONTENDED, 0, &mine), 0);
        CHECK(model_holder == (mine | CONTENDED) && yields == 1 && waits == 1);
    }
    CHECK_EQ(ask(CONTENDED, 1, &mine), 1);
    CHECK(model_holder == (mine | CONTENDED) && !yields && !waits && !reports);
}

/* From a thread that is no more, or from this frame's earlier call. */
static void test_lost(u32 holder)
{
    u32 mine;

    for (int tries = 0; tries < 2; tries++) {
        CHECK_EQ(ask(holder, tries, &mine), tries);
        CHECK(model_holder == (mine | CONTENDED) && !waits);
        CHECK(reports == 1 && mends == 1);
    }
}

/* What another has by now is not given back. */
static void test_taken(void)
{
    for (u32 others = 0; others < 2; others++) {
        wakes = 0;
        CHECK_EQ(ask(0, 0, &(u32){ 0 }), 0);
        model_holder = OTHER | others;
        model_unlock();
        CHECK(model_holder == (OTHER | others) && !wakes);
    }
}

int main(void)
{
    test_free();
    test_own();
    for (u32 others = 0; others < 2; others++) {
        test_other(others);
        test_lost(LOST | others);
        test_lost(~0u & ~others);
    }
    test_wanted();
    test_taken();
    return check_done();
}
