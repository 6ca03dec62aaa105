/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged/page/stuck.c */
/* Which instruction of a space gets nowhere: one thread that never moves, ones
 * that do, and several that take each other's frames in turn. */
#include "../../modules/models/paged/page/stuck.h"

#include <stdlib.h>

#include "check.h"

#define LIMIT (2 * STUCK + 1)           /* faults until one is told */
#define THREADS 8u

static struct stuck stuck;
static char threads[THREADS];
static u32 evictions;

static struct instruction at(u32 thread)
{
    return (struct instruction){ .thread = &threads[thread],
                                 .eip = 77 + thread, .eax = 5 };
}

static int note(const struct instruction *now)
{
    evictions++;
    return stuck_note(&stuck, now, evictions);
}

static void start(u32 first)
{
    stuck = (struct stuck){ 0 };
    evictions = first;
}

/* Alone: told once, whatever went before. */
static void test_alone(void)
{
    static const u32 firsts[] = { 0, 1, STUCK_PATIENCE + 1, -3u };

    for (u32 i = 0; i < ARRAY_SIZE(firsts); i++) {
        const struct instruction now = at(0);
        start(firsts[i]);
        for (u32 k = 1; k <= 2 * LIMIT; k++)
            CHECK_EQ(note(&now), k == LIMIT);
    }
}

/* One word of the second half differs, at any fault: it begins anew, with the
 * next one. In the first half only the instruction counts. */
static void test_moves(void)
{
    struct instruction now = at(0);
    u32 *const words[] = { &now.eip, &now.edi, &now.esi, &now.ebp, &now.ebx,
                           &now.edx, &now.ecx, &now.eax, &now.esp };

    for (u32 i = 0; i < ARRAY_SIZE(words); i++)
        for (u32 when = 2; when < LIMIT; when += 51) {
            const int counts = !i || when > STUCK + 2;
            start(0);
            for (u32 k = 1; k <= LIMIT + when + 1; k++) {
                *words[i] += k == when;
                CHECK_EQ(note(&now), k == (counts ? LIMIT + when : LIMIT));
            }
        }
}

/* Several threads fault in an order of any kind, and none moves: one is told,
 * at the fault that is its 2 * STUCK + 1st since it was looked at. */
static void test_together(void)
{
    for (u32 count = 2; count <= THREADS; count++)
        for (u32 seed = 0; seed < 20; seed++) {
            u32 faults[THREADS] = { 0 };
            int told = 0;
            start(seed);
            for (u32 k = 0; !told && k < LIMIT * count * 2; k++) {
                const u32 who = seed ? (u32)rand() % count : k % count;
                const struct instruction now = at(who);
                told = note(&now);
                faults[who]++;
                CHECK_EQ(told, faults[who] == LIMIT && stuck.at.thread ==
                               &threads[who]);
            }
            CHECK_EQ(told, 1);
        }
}

/* One that gets on, beside one that does not: only that one is told. */
static void test_beside(void)
{
    struct instruction moves = at(0);
    const struct instruction stays = at(1);

    for (u32 often = 1; often < 5; often++) {
        int told = 0;
        start(0);
        for (u32 k = 0; k < 8 * LIMIT && !told; k++) {
            for (u32 i = 0; i < often; i++) {
                moves.eip += 4;
                CHECK_EQ(note(&moves), 0);
            }
            told = note(&stays);
        }
        CHECK_EQ(told, 1);
    }
}

/* Who is looked at and faults no more keeps the place for so many evictions. */
static void test_patience(void)
{
    for (u32 pause = STUCK_PATIENCE - 2; pause < STUCK_PATIENCE + 2; pause++) {
        const struct instruction first = at(0), second = at(1);
        start(0);
        note(&first);
        evictions += pause;
        CHECK_EQ(note(&second), 0);
        CHECK(stuck.at.thread == &threads[pause >= STUCK_PATIENCE]);
    }
}

int main(void)
{
    test_alone();
    test_moves();
    test_together();
    test_beside();
    test_patience();
    return check_done();
}
