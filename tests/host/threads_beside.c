/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/switch.c modules/lib/thread/life.c
 * modules/lib/thread/inside.c */
/*
 * A concurrency module with another one beside it, which says what it is told to:
 * who is asked when, and what of it comes back.
 */
#include "threads_world.h"

#define OTHER 0xffffff00u               /* its number: no error */
#define TASK 8u
#define STACK 16u

static u32 word;
static u32 begins, their_context, their_stack, their_turns, their_wakes;
static int runs, are_theirs_ready, is_theirs_busy, began_answer, turn_answer;
static char asked[64];                  /* which of their methods */
static void (*in_turn)(void);

static int entered(u32 argument) { return (int)argument; }

/* --- The other's methods -------------------------------------------------- */

static void note(char c)
{
    asked[strlen(asked)] = c;
}

static int their_yield(void) { note('y'); return 11; }
static void their_exit(int result) { note(result == 5 ? 'e' : '?'); }

static int their_wait(const volatile u32 *on, u32 expected)
{
    note(on == &word ? 'w' : 'j');
    if (on != &word)
        threads[1].state = THREAD_ENDED;
    CHECK(!threads_locked);
    return on == &word ? (int)expected : 0;
}

static int their_set_context(u32 context, saddr_t stack)
{
    note('s');
    return (int)(context + stack);
}

static int their_hand_off(int thread) { note('h'); return thread; }

static u64 their_exchange(u32 context, saddr_t stack)
{
    note('x');
    return (u64)stack << 32 | context;
}

static const struct concurrency theirs = {
    .yield = their_yield, .exit = their_exit, .wait = their_wait,
    .set_context = their_set_context, .hand_off = their_hand_off,
    .exchange = their_exchange };

static u32 other_number(void) { return OTHER; }

static int other_began(u32 who, u32 task, saddr_t stack)
{
    CHECK_EQ(who, number());
    begins++;
    their_context = task;
    their_stack = stack;
    return began_answer;
}

static int other_running(const struct concurrency **methods)
{
    *methods = &theirs;
    return runs;
}

static int other_context(u32 task, saddr_t stack)
{
    their_context = task;
    their_stack = stack;
    return 0;
}

static int other_ready(void) { return are_theirs_ready; }

static int other_turn(u32 unused)
{
    (void)unused;
    CHECK(!threads_locked && thread_current == FIRST);
    their_turns++;
    if (in_turn)
        in_turn();
    return turn_answer;
}

static int other_wake(const volatile u32 *on)
{
    their_wakes++;
    return on == &word ? 2 : 0;
}

static int other_busy(u32 ebp, u32 end)
{
    CHECK(ebp == 4 && end == 12);
    return is_theirs_busy;
}

static const struct beside other = {
    other_number, other_began, other_running, other_context, other_ready,
    other_turn, other_wake, other_busy };

/* Beside it from the start; threads 2 to n are ready. */
static void world_start(u32 n)
{
    leave_alone();
    world_empty();
    queued = paging = begins = their_turns = their_wakes = 0;
    their_context = their_stack = 0;
    runs = are_theirs_ready = is_theirs_busy = began_answer = turn_answer = 0;
    beside_is_on = 0;
    meanwhile = in_turn = NULL;
    memset(asked, 0, sizeof(asked));
    beside[1] = &other;
    for (u32 i = 1; i < n; i++)
        CHECK(create(entered, i, 4096) > 0);
}

/* --- Beginning ------------------------------------------------------------ */

static void test_begin(void)
{
    world_start(1);
    CHECK(!beside_is_on && begins == 0);
    FIRST->context = TASK;
    FIRST->stack1 = STACK;
    CHECK(create(entered, 1, 4096) > 0);
    CHECK(beside_is_on && begins == 1);
    CHECK(their_context == TASK && their_stack == STACK);
    CHECK(create(entered, 1, 4096) > 0);
    CHECK_EQ(begins, 1);                /* told once */
    for (u32 i = 0; i < THREAD_MAX; i++)
        CHECK(!threads[i].key && threads[i].room == ROOM_NONE); /* no short way */

    world_start(1);
    began_answer = E_UNBOUND;
    CHECK_EQ(create(entered, 1, 4096), E_UNBOUND);
    CHECK_EQ(thread_count(), 1);
    leave_alone();
    CHECK(create(entered, 1, 4096) > 0);
    CHECK(!beside_is_on && FIRST->key); /* nobody is beside it any more */
    CHECK(FIRST->room == FIRST->bottom && threads[1].room == threads[1].bottom);
}

/* The other begins. */
static void test_other_begins(void)
{
    world_start(1);
    CHECK_EQ(began(OTHER + 1, 0, 0), E_UNBOUND);
    CHECK(!beside_is_on);
    CHECK_EQ(began(OTHER, TASK, STACK), E_OK);
    CHECK(beside_is_on && FIRST->context == TASK && FIRST->stack1 == STACK);
    CHECK_EQ(began(OTHER, 0, 0), E_OK); /* it does not know: it is told */
    CHECK(FIRST->context == TASK && their_context == TASK &&
          their_stack == STACK);
}

static void test_context(void)
{
    world_start(2);
    CHECK_EQ(set_context(TASK, STACK), E_OK);
    CHECK(their_context == TASK && their_stack == STACK);
    CHECK_EQ(context_exchange(0, 0), (u64)STACK << 32 | TASK);
    CHECK(their_context == 0 && their_stack == 0);
    CHECK_EQ(context(TASK, STACK), E_OK);
    CHECK(FIRST->context == TASK && FIRST->stack1 == STACK);
    thread_current = &threads[1];
    CHECK_EQ(set_context(2 * TASK, STACK), E_OK);
    CHECK_EQ(their_context, 0);         /* the first one's alone */
    thread_current = FIRST;
}

/* --- Whose thread calls --------------------------------------------------- */

static void call_all(void)
{
    CHECK_EQ(yield(), 11);
    end(5);
    CHECK_EQ(wait(&word, 33), 33);
    CHECK_EQ(set_context(3, 4), 7);
    CHECK_EQ(context_hand_off((int)threads[1].handle),
             (int)threads[1].handle);
    CHECK_EQ(context_exchange(5, 6), (u64)6 << 32 | 5);
    CHECK(!strcmp(asked, "yewshx"));
}

static void test_other_runs(void)
{
    world_start(3);
    runs = 1;
    CHECK_EQ(whose(), WHOSE_OTHER);
    CHECK_EQ(current(), 1);
    call_all();
    const int handle = (int)threads[1].handle;
    CHECK_EQ(join(handle), 0);          /* waits by their wait() */
    CHECK(!strcmp(asked, "yewshxj"));
    CHECK_EQ(switches, 0);
    runs = 0;
    CHECK_EQ(whose(), WHOSE_FIRST);
    thread_current = &threads[2];
    runs = 1;                           /* cannot be: and is not asked */
    CHECK_EQ(whose(), WHOSE_OWN);
    thread_current = FIRST;
    const struct concurrency *methods;
    CHECK_EQ(running(&methods), 0);
    CHECK(methods == &threads_methods);
    thread_current = &threads[2];
    CHECK_EQ(running(&methods), 1);
    thread_current = FIRST;
}

/* --- Whose turn it is ----------------------------------------------------- */

/* The others run, and then the first one again. */
static void run_others(void)
{
    thread_current = FIRST;
}

static void run_second(void)
{
    thread_current = &threads[1];
}

static void test_turns(void)
{
    world_start(2);
    meanwhile = run_others;
    CHECK_EQ(yield(), E_OK);
    CHECK_EQ(their_turns, 1);
    thread_current = &threads[1];
    threads_enter();
    threads_leave();
    meanwhile = run_second;
    CHECK_EQ(yield(), E_OK);            /* from the first, again */
    CHECK_EQ(their_turns, 1);
    thread_current = FIRST;
    threads_enter();
    threads_leave();
    meanwhile = run_others;
    CHECK_EQ(turn(0), 1);
    CHECK_EQ(their_turns, 1);           /* it is theirs that gave it */
    CHECK(ready() == 1);
    threads_locked = 1;
    CHECK(turn(0) == 0 && ready() == 0 && wake_own(&word) == E_ACTIVE);
    threads_locked = 1;
    CHECK(beside_is_busy(4, 12) == 0 && busy(3, 12) == 1);
    threads_locked = 0;
    CHECK(busy(3, 12) == 0);
    is_theirs_busy = 1;
    CHECK(beside_is_busy(4, 12) == 1);
    thread_current = &threads[1];
    CHECK(turn(0) == 0 && ready() == 0 && busy(3, 12) == 1);
    thread_current = FIRST;
    depth = UPCALLS + 1;
    CHECK_EQ(turn(0), 0);
    depth = UPCALLS;
}

/* The first sleeps: it is awake while they can run, and gives them a turn. */
static void wake_word(void)
{
    word = 1;
}

static void test_sleep(void)
{
    world_start(1);
    CHECK(create(entered, 1, 4096) > 0);
    threads[1].state = THREAD_WAITING;
    drop_of((int)threads[1].handle);
    word = 0;
    CHECK_EQ(wait(&word, 0), E_ACTIVE); /* nobody can run */
    CHECK_EQ(their_turns, 1);
    are_theirs_ready = turn_answer = 1;
    CHECK_EQ(wait(&word, 0), E_OK);
    CHECK_EQ(their_turns, 2);
    turn_answer = 0;                    /* they wait for paging */
    CHECK_EQ(wait(&word, 0), E_PAGING);
    in_turn = wake_word;
    CHECK_EQ(wait(&word, 0), E_OK);
    CHECK_EQ(join((int)threads[1].handle), E_PAGING);
    CHECK_EQ(FIRST->state, THREAD_RUNNING);
}

static void test_wakes(void)
{
    world_start(2);
    threads[1].state = THREAD_WAITING;
    threads[1].word = &word;
    CHECK_EQ(wake(&word), 3);
    CHECK_EQ(their_wakes, 1);
    CHECK_EQ(threads[1].state, THREAD_READY);
    thread_current = &threads[1];
    threads_enter();
    threads_leave();
    thread_finish(1);                   /* others may join it, too */
    CHECK_EQ(their_wakes, 2);
}

/* --- One that is unbound -------------------------------------------------- */

static u32 is_first_stack;

static int query(u32 space, u32 address, struct region_info *info)
{
    (void)space;
    *info = (struct region_info){
        .base = is_first_stack ? context_top() - PAGE_SIZE :
                                 address & ~(PAGE_SIZE - 1), .size = PAGE_SIZE };
    return 1;
}

static const struct nmm looks = { .query_region = query };

static void are_refused(void)
{
    CHECK(yield() == E_UNBOUND && wait(&word, word) == E_UNBOUND);
    CHECK(set_context(1, 2) == E_UNBOUND && context_hand_off(1) == E_UNBOUND);
    CHECK_EQ((u32)context_exchange(1, 2), (u32)E_UNBOUND);
    CHECK_EQ(join((int)threads[1].handle), E_UNBOUND);
    end(3);
    CHECK(thread_current == FIRST && FIRST->state == THREAD_RUNNING);
    CHECK_EQ(beside_is_busy(4, 12), 1);
}

/* While it has threads: one of them is not taken for the first; that goes on, and so
 * do ours. */
static void test_unbound_late(void)
{
    world_start(2);
    nmm = &looks;
    threads[1].state = THREAD_WAITING;
    drop_of((int)threads[1].handle);
    is_first_stack = 0;
    CHECK(!thread_elsewhere());         /* bound: it says that none runs */
    leave_alone();
    are_refused();
    is_first_stack = 1;
    CHECK_EQ(beside_is_busy(4, 12), 0);
    CHECK_EQ(wait(&word, word), E_ACTIVE);
    is_first_stack = 0;
    thread_current = &threads[1];
    CHECK(!thread_elsewhere() && beside_is_busy(4, 12) == 0);
    thread_current = FIRST;
    beside[1] = &other;                 /* again */
    CHECK(!thread_elsewhere());
    nmm = (const struct nmm *)1;
}

int main(void)
{
    scheduler = &first_in_first_out;
    nmm = (const struct nmm *)1;
    word = 0;
    test_begin();
    test_other_begins();
    test_context();
    switches = 0;
    test_other_runs();
    test_turns();
    test_sleep();
    test_wakes();
    test_unbound_late();
    return check_done();
}
