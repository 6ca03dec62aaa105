/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proofs of experiment smallspace: the segment of each task, the mark of
 * each space, the way back, and the words of the working set. Each decides.
 */
#include "../../bench/lib/own.h"

static int enter_task(int task);
static u32 limit_now(u32 otherwise);
static u32 word_now(u32 at);
#define own_enter(task_) enter_task(task_)
#define own_limit(otherwise_) limit_now(otherwise_)
#define own_word(at_) word_now(at_)
#include "../../bench/experiments/smallspace.c"

#include "check.h"
#include "teardown.h"

enum { SOUND, FIRST_LIMIT, SECOND_LIMIT, FIRST_MARK, SECOND_MARK, NO_WAY,
       NO_RETURN, NOT_ENTERED, TURNS_BACK, LIMIT_TIMED, RETURN_TIMED, WAYS };

static u32 timed;                       /* inside the body: of _TIMED */

static u32 wrong, entered, current;     /* the current task: 0 or 1 */
#define SET_PAGES 4
static u32 set[SET_PAGES * PAGE_SIZE / 4];

static int enter_task(int which)
{
    const u32 call = ++entered;

    if (wrong == NO_RETURN && which == task[FIRST] && call > 1)
        return E_HANDLE;
    if (wrong == NO_WAY && which == task[SECOND])
        return E_PAGING;
    if (wrong != NOT_ENTERED || call == 1)
        current = which == task[SECOND];
    return timed && wrong == RETURN_TIMED && !current ? E_PAGING : 0;
}

static u32 limit_now(u32 otherwise)
{
    (void)otherwise;
    if (wrong == LIMIT_TIMED && timed)
        return WINDOW_SIZE - 1;
    if (wrong == (current ? SECOND_LIMIT : FIRST_LIMIT))
        return PAGE_SIZE - 1;
    return (current ? SMALL : WINDOW_SIZE) - 1;
}

static u32 word_now(u32 at)
{
    CHECK_EQ(at, 0);
    const u32 mark = space[SECOND] > 0 ? current : SECOND;
    return MARK + (wrong == (current ? SECOND_MARK : FIRST_MARK) ? 7 : mark);
}

static int passes(u32 how)
{
    wrong = how;
    entered = 0;
    CHECK_EQ(prepare(), 0);
    timed = 1;
    body_tasks();
    timed = 0;
    if (how == TURNS_BACK)
        sum--;
    return check() == 0;
}

static void test_tasks(void)
{
    task[FIRST] = 0x48;
    task[SECOND] = 0x50;
    for (int own_space = 0; own_space < 2; own_space++) {
        space[SECOND] = own_space ? 9 : 0;
        for (u32 how = 0; how < WAYS; how++)
            CHECK_EQ(passes(how), how == SOUND);
    }
    for (u32 i = 0; i < SET_PAGES; i++) {       /* each page is touched */
        set[i * PAGE_SIZE / 4]++;
        CHECK(!passes(SOUND));
        set[i * PAGE_SIZE / 4]--;
    }
    CHECK(passes(SOUND));
}

/* Paging: what went off is noted while it is off, and nowhere else. */
static u32 on, low[2];                  /* the frame and what lies below it */
static int fails, state_told;

static int set_paging(u32 state)
{
    const u32 before = on;
    u32 kept = set[1];

    if (fails)
        return E_NOMEM;
    if (state != on) {                  /* another page is seen */
        set[1] = low[1];
        low[1] = kept;
    }
    on = state;
    return state_told ? state_told - 1 : (int)before;
}

static const struct nmm nmm_table = { .paging = set_paging };

static void test_paging(void)
{
    task[FIRST] = 0;
    for (u32 how = 0; how < 6; how++) {
        on = 1;
        CHECK_EQ(prepare_pg(), 0);
        state_told = how == 1 ? 1 : how == 2 ? 2 : 0;
        body_pg();
        state_told = 0;
        if (how == 3)
            sum++;
        if (how == 4)
            *note() = 1;
        fails = how == 5;
        CHECK_EQ(check_pg() == 0, how == 0);
        fails = 0;
    }
}

static void set_scene(void)
{
    paging_before = 1;
    for (int i = 0; i < BOTH; i++) {
        task[i] = 0x48 + i;
        ldt[i] = 11 + i;
        space[i] = 21 + i;
    }
    window = 31;
    backing = 32;
}

static void test_tear_down(void)
{
    static const int all[] = { 0x48, 11, 0x49, 12, 21, 22, GIVEN_PAGING + 1,
                               31, 32 };

    wrong = SOUND;
    nmm = &giving_nmm;
    check_given(set_scene, tear_down, all, 9);
}

int main(void)
{
    nmm = &nmm_table;
    base = (saddr_t)set;
    pages = SET_PAGES;
    for (u32 i = 0; i < SET_PAGES; i++)
        expected += set[i * PAGE_SIZE / 4] = 1u << i;
    test_tasks();
    test_paging();
    test_tear_down();
    return check_done();
}
