/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/spaces.c core/lib/string.S */
/*
 * What is given for as long as its giver lives (loans.c), against plain pages: given,
 * cut anywhere, taken back when a giver has died, at random; and at its edges.
 */
#include "../../modules/lib/call/module_at.h"
#include "../../modules/lib/space/parts.h"
#include "../../modules/lib/space/spaces.h"

#include "../../core/api/graph.h"
static u32 generation = 2;
#define graph_generation() generation
#define remove loan_remove              /* stdio.h has another */
#include "../../modules/lib/space/loans.c"
#undef graph_generation
#undef remove

#include "check.h"
#include "model_lock.h"
#include "random.h"

#include <string.h>

#define STEPS 200000
#define SPACES 3u
#define PAGES 24u                       /* of a space */
#define GIVERS 3u
#define FIRST 5u                        /* handle of the first giver */
#define FAR far_address(0x87)
#define MANY (2 * LOANS + 2)

static struct space_head clients[SPACES];
static u32 pages[SPACES][MANY];         /* whose each is; 0: nobody's, it is free */
static u32 dead, asked, unmaps, asker;

void spaces_take_owner(struct space_head *s) { s->owner = 0; }
u32 spaces_asker(void) { return asker; }
u32 module_at(const void *address) { return asked++, (u32)address; }
int module_lives(u32 handle) { return !(dead >> handle & 1); }

static u32 index_of(const struct space_head *space)
{
    return (u32)(space - clients);
}

/* All of it is one giver's, who has died. */
static void unmap(struct space_head *space, u32 at, u32 size)
{
    u32 *page = &pages[index_of(space)][at / PAGE_SIZE];

    CHECK(locked && size && !((at | size) % PAGE_SIZE));
    for (u32 i = 0; i < size / PAGE_SIZE; i++) {
        CHECK(dead >> page[i] & 1);
        page[i] = 0;
    }
    CHECK(space->handle);
    unmaps++;
}

static int give(u32 s, u32 first, u32 n, u32 giver)
{
    u32 *at;

    asker = giver;
    const int error = loans_add(&clients[s], n * PAGE_SIZE, unmap, &at);
    if (error < 0)
        return error;
    CHECK_EQ(*at, 0);
    *at = first * PAGE_SIZE;
    for (u32 i = 0; i < n; i++)
        pages[s][first + i] = giver;
    return 0;
}

static int take(u32 s, u32 first, u32 n)
{
    const int error = loans_check_cut(&clients[s], first * PAGE_SIZE,
                                      n * PAGE_SIZE);

    if (error < 0)
        return error;
    loans_cut(&clients[s], first * PAGE_SIZE, n * PAGE_SIZE);
    for (u32 i = 0; i < n; i++)
        pages[s][first + i] = 0;
    return 0;
}

static void die(u32 giver)
{
    dead |= 1u << giver;
    generation += 2;
}

static void renew(u32 s)
{
    if (clients[s].handle)
        spaces_remove(&clients[s]);
    memset(pages[s], 0, sizeof(pages[s]));
    spaces_add(&clients[s]);
}

/* Each page that somebody has given is in one loan of that one; no other is. */
static void check(void)
{
    u32 seen[SPACES][PAGES] = { 0 };

    for (u32 i = 0; i < loans_count; i++) {
        const struct space_head *space = spaces_find(loans[i].space);
        for (u32 n = 0; space && n < loans[i].size / PAGE_SIZE; n++) {
            const u32 page = loans[i].at / PAGE_SIZE + n;
            CHECK_EQ(pages[index_of(space)][page], loans[i].giver);
            CHECK_EQ(seen[index_of(space)][page]++, 0);
        }
    }
    for (u32 s = 0; s < SPACES; s++)
        for (u32 i = 0; i < PAGES; i++)
            CHECK_EQ(seen[s][i], pages[s][i] != 0);
}

static void start(void)
{
    loans_count = dead = unmaps = 0;
    generation += 2;
    for (u32 s = 0; s < SPACES; s++)
        renew(s);
}

static void drop_all_dead(void)
{
    loans_drop();
    for (u32 s = 0; s < SPACES; s++)
        for (u32 i = 0; i < PAGES; i++)
            CHECK(!pages[s][i] || !(dead >> pages[s][i] & 1));
    dead = 0;                           /* other modules, of these handles */
}

static void step(void)
{
    const u32 s = random_below(SPACES), first = 1 + random_below(PAGES - 1);
    const u32 n = 1 + random_below(PAGES - first);
    u32 used = 0;

    for (u32 i = 0; i < n; i++)
        used += pages[s][first + i] != 0;
    if (!used)
        CHECK_EQ(give(s, first, n, FIRST + random_below(GIVERS)), 0);
    else if (random_below(2))
        CHECK_EQ(take(s, first, n), 0);
    if (random_below(20) == 0)
        die(FIRST + random_below(GIVERS));
    if (random_below(20) == 0)
        renew(s);
    if (random_below(4) == 0 || dead)
        drop_all_dead();
    check();
}

/* Of other spaces, and of one that has this one's slot now, nothing is cut. */
static void test_full(void)
{
    start();
    for (u32 i = 0; i < LOANS; i++)
        CHECK_EQ(give(0, 1 + 2 * i, 2, FIRST), 0);
    CHECK_EQ(give(1, 1, 3, FIRST + 1), E_FULL);
    CHECK_EQ(take(0, 1, 1), 0);         /* an end is no loan more */
    CHECK_EQ(take(0, 2, 1), 0);
    CHECK_EQ(give(1, 1, 3, FIRST + 1), 0);
    CHECK_EQ(take(1, 2, 1), E_FULL);
    CHECK_EQ(take(0, 3, 1), 0);
    CHECK_EQ(take(1, 1, 1), 0);
    model_holder = SOMEBODY;            /* room is made with the lock held */
    die(FIRST);
    CHECK_EQ(give(1, 4, 1, FIRST + 1), 0);
    CHECK_EQ(loans_count, 2);
    renew(1);
    model_holder = 0;
}

/* Who unmaps what is in the middle does not take the room that others need. */
static void test_pieces(void)
{
    start();
    CHECK_EQ(give(0, 1, 2 * LOANS, FIRST), 0);
    for (u32 i = 1; i < SPACE_LOANS; i++)
        CHECK_EQ(take(0, 2 * i, 1), 0);
    CHECK_EQ(loans_count, SPACE_LOANS);
    CHECK_EQ(take(0, 2 * SPACE_LOANS, 1), E_FULL);
    CHECK_EQ(take(0, 2 * LOANS, 1), 0);
    CHECK_EQ(give(1, 1, 3, FIRST), 0);
    CHECK_EQ(take(1, 2, 1), 0);
    for (u32 i = 0; loans_count < LOANS / 2; i++)
        CHECK_EQ(give(2, 1 + i, 1, FIRST), 0);
    CHECK_EQ(give(1, 5, 3, FIRST), 0);
    CHECK_EQ(take(1, 6, 1), E_FULL);
    CHECK_EQ(take(1, 7, 1), 0);
}

static u32 *begin_far(void)
{
    u32 *at;

    asker = FIRST;
    CHECK_EQ(loans_add(&clients[0], 3 << 20, unmap, &at), 0);
    return at;
}

/* A far segment is one piece, however large; its neighbours are others. */
static void test_far(void)
{
    start();
    *begin_far() = FAR;
    *begin_far() = FAR + (8 << 16);
    loans_cut(&clients[0], FAR + (16 << 16), 3 << 20);
    loans_cut(&clients[1], FAR, 3 << 20);
    CHECK_EQ(loans_count, 2);
    loans_cut(&clients[0], FAR, 100);
    CHECK_EQ(loans_count, 1);
    CHECK_EQ(loans[0].at, FAR + (8 << 16));
}

/* Refused; and a thread that does not come back, before it has given anything. */
static void test_begun(void)
{
    start();
    begin_far();
    loans_forget();
    CHECK_EQ(loans_count, 0);
    begin_far();
    loans_cut(&clients[0], PAGE_SIZE, PAGE_SIZE);
    CHECK_EQ(loans_count, 1);
    loans_drop();
    CHECK_EQ(loans_count + unmaps, 0);
}

/* As long as the graph is as it was nobody is looked for. */
static void test_looks(void)
{
    start();
    give(0, 1, 2, FIRST);
    asked = 0;
    give(0, 3, 2, FIRST);
    CHECK_EQ(asked, 0);
    give(0, 5, 2, FIRST + 1);
    CHECK_EQ(asked, 1);
    generation += 2;                    /* another may lie there */
    give(0, 9, 1, FIRST + 1);
    CHECK_EQ(asked, 2);
    loans_drop();
    dead = 1u << FIRST;
    loans_drop();
    CHECK_EQ(unmaps, 0);
    generation += 2;
    model_holder = SOMEBODY;
    loans_drop();                       /* not now; the next time */
    CHECK_EQ(unmaps, 0);
    model_holder = 0;
    loans_drop();
    CHECK_EQ(unmaps, 2);
    CHECK(!locked);
    give(0, 7, 1, 0);                   /* it has died on its way */
    dead |= 1;
    loans_drop();
    CHECK_EQ(unmaps, 3);
}

int main(void)
{
    start();
    for (u32 i = 0; i < STEPS; i++)
        step();
    test_full();
    test_pieces();
    test_far();
    test_begun();
    test_looks();
    return check_done();
}
