/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * What a concurrency module hands to its successor: all threads with what they own, or
 * nothing, wherever it fails; and what is not the state of one is refused.
 */
#include "../../modules/lib/thread/state.c"

#include "check.h"
#include "random.h"

#define OLD 0x1001u                     /* modules */
#define NEW 0x2002u
#define REGIONS 200u

struct thread threads[THREAD_MAX] = {
    [0] = { .handle = 1, .state = THREAD_RUNNING } };
struct thread *thread_current = FIRST;
volatile u32 threads_locked;
u32 thread_limit = 1, threads_clock;
struct suspended threads_table;
int beside_is_on;
const struct nmm *volatile nmm;

static u32 owner[REGIONS];              /* of each region */
static u32 fails_after = ~0u;           /* requests that succeed */
static u32 tasks_alive, old_tasks, moved, adopted, started, announced;
static int move_answer, left;
static const struct suspended *withdrawn;

/* --- What stands around -------------------------------------------------- */

static int fails(void) { return !fails_after || !fails_after--; }

static int give(u32 from, u32 region, u32 to)
{
    CHECK(region < REGIONS && (to == OLD || to == NEW));
    if (owner[region] != from)
        return E_OWNER;
    if (from == OLD && fails())
        return E_BUSY;
    owner[region] = to;
    return E_OK;
}

static int give_old(u32 region, u32 to) { return give(OLD, region, to); }
static int give_new(u32 region, u32 to) { return give(NEW, region, to); }

static int destroy_old(u32 task)
{
    CHECK(task > 0x100 && task < 0x200);
    old_tasks--;
    return E_OK;
}

static const struct nmm old_nmm = { .give_region = give_old,
                                    .destroy_tss = destroy_old };
static const struct nmm new_nmm = { .give_region = give_new };

u32 module_at(const void *address) { return address ? NEW : 0; }
void threads_enter(void) { CHECK(!threads_locked++); }
void threads_leave(void) { CHECK(threads_locked--); }
void kind_leave(void) { left++; }
int threads_can_move(void) { CHECK(left); return move_answer; }
void threads_withdraw_table(struct suspended *t) { withdrawn = t; }
void threads_announce(void) { announced++; }
int kind_start(void) { return fails() ? E_FULL : (started++, 0); }
void thread_set_room(struct thread *t) { t->room = beside_is_on ? 5 : 6; }

void thread_set_state(struct thread *t, enum thread_state s)
{
    t->state = s;
    t->key = !beside_is_on;
}

int kind_create(struct thread *t)
{
    CHECK(t->task == 0 && t->top);
    if (fails())
        return E_NOMEM;
    t->task = 0x300;
    tasks_alive++;
    return E_OK;
}

void kind_destroy(struct thread *t)
{
    tasks_alive -= t->task != 0;
    t->task = 0;
}

void thread_move(struct thread *t)
{
    CHECK(t == &threads[moved]);
    moved++;
}

void threads_adopt(struct thread *current, u32 clock)
{
    adopted++;
    thread_current = current;
    threads_clock = clock;
}

static int is_alive(const struct thread *t)
{
    return t->state != THREAD_FREE && t->state != THREAD_ENDED;
}

u32 thread_count(void)
{
    u32 count = 0;

    for (const struct thread *t = threads; t < threads + thread_limit; t++)
        count += (u32)is_alive(t);
    return count;
}

/* --- The old module ------------------------------------------------------- */

static struct thread old[THREAD_MAX], *old_current;
static u32 old_limit, old_clock;
static volatile u32 old_locked;
static struct suspended old_table;
static int old_gone, old_beside;

/* Some threads of each state; an ended one may have lost its stack. */
static void lay_old(void)
{
    static const enum thread_state states[] = { THREAD_READY, THREAD_WAITING,
                                                THREAD_ENDED, THREAD_FREE };

    memset(old, 0, sizeof(old));
    old_limit = 1 + random_below(8);
    old_current = &old[0];
    old_clock = 1000;
    old_tasks = 0;
    for (u32 i = 0; i < THREAD_MAX; i++)
        old[i].uses = random_below(9);
    old[0] = (struct thread){ .handle = 1, .state = THREAD_RUNNING,
        .context = 0x48, .stack1 = 0x99, .saved.previous = 0x5050 };
    for (u32 i = 1; i < old_limit; i++) {
        struct thread *t = &old[i];
        t->state = states[random_below(i + 1 < old_limit ? 4 : 3)];
        if (t->state == THREAD_FREE)
            continue;
        t->handle = t->uses << 8 | (i + 1);
        t->since = 500 - i;
        t->word = &old_clock;
        t->result = (int)i;
        if (t->state == THREAD_ENDED && random_below(2))
            continue;
        t->top = 0x7000;
        t->task = random_below(2) ? 0x140 : 0;
        old_tasks += t->task != 0;
        t->guard = random_below(3) ? 2 * i : 0;
        t->stack = 2 * i + 1;
        owner[2 * i] = owner[2 * i + 1] = OLD;
    }
    old_locked = 0;
    old_gone = 0;
    old_beside = (int)random_below(2);
}

static struct threads_state state;

static struct module_state export_old(void)
{
    state = (struct threads_state){
        OLD, &old_nmm, old, &old_current, &old_limit, &old_clock, &old_locked,
        &old_table, &old_gone, &old_beside };
    return (struct module_state){ STATE_KIND, &state, sizeof(state) };
}

/* As it is loaded. */
static void lay_new(void)
{
    memset(threads, 0, sizeof(threads));
    threads[0] = (struct thread){ .handle = 1, .state = THREAD_RUNNING,
        .saved = { .esp = 0x11, .eip = 0x22 } };
    thread_limit = 1;
    thread_current = FIRST;
    tasks_alive = moved = adopted = started = announced = 0;
    beside_is_on = 0;
    withdrawn = NULL;
}

/* --- Tests ---------------------------------------------------------------- */

static void check_slot(u32 i, const struct thread *was)
{
    const struct thread *t = &threads[i];

    CHECK(t->handle == was->handle && t->uses == was->uses);
    CHECK(t->result == was->result && t->stack == was->stack);
    CHECK_EQ(t->state, was->state == THREAD_WAITING ? THREAD_READY
                                                    : was->state);
    if (was->state == THREAD_WAITING)
        CHECK(!t->word && t->since > 1000 && t->since <= threads_clock);
    if (was->stack)
        CHECK(owner[was->stack] == NEW && t->task == 0x300);
    if (was->guard)
        CHECK_EQ(owner[was->guard], NEW);
}

/* Longest waiting first. */
static void check_order(const struct thread *was)
{
    for (u32 i = 1; i < thread_limit; i++)
        for (u32 k = 1; k < thread_limit; k++)
            if (was[i].state == THREAD_WAITING &&
                was[k].state == THREAD_WAITING && was[i].since < was[k].since)
                CHECK(threads[i].since < threads[k].since);
}

static u32 alive_of(const struct thread *was, u32 limit)
{
    u32 alive = 0;

    for (u32 i = 1; i < limit; i++)
        alive += (u32)is_alive(&was[i]);
    return alive;
}

static void test_moved(void)
{
    static struct thread was[THREAD_MAX];

    lay_old();
    lay_new();
    const u32 limit = old_limit, current = random_below(2) && limit > 1 ? 1 : 0;
    const struct module_state to = export_old();
    old_current = &old[current];
    memcpy(was, old, sizeof(was));
    CHECK_EQ(threads_import(&to), E_OK);
    CHECK(thread_limit == limit && moved == limit && adopted == 1);
    CHECK(thread_current == &threads[current]);
    for (u32 i = 1; i < THREAD_MAX; i++)
        check_slot(i, &was[i]);
    check_order(was);
    for (u32 i = 0; i < limit; i++) {   /* by who is beside the new one */
        CHECK_EQ(threads[i].key, !old_beside);
        CHECK_EQ(threads[i].room, old_beside ? 5 : 6);
    }
    CHECK(FIRST->context == 0x48 && FIRST->stack1 == 0x99);
    CHECK(FIRST->saved.previous == 0x5050 && FIRST->saved.esp == 0x11);
    CHECK_EQ(FIRST->saved.eip, 0x22);
    CHECK_EQ(started, alive_of(was, limit) > 0);
    CHECK_EQ(announced, started);
    CHECK(beside_is_on == old_beside && withdrawn == &old_table);
    CHECK(old_locked && old_gone && old_limit == 1 && old_tasks == 0);
    CHECK(old_current == &old[0] && !old[0].esp);
    for (u32 i = 1; i < THREAD_MAX; i++)
        CHECK(!old[i].handle && !old[i].stack);
}

/* At each request that can fail; then the old one has all of it. */
static void test_refused(void)
{
    static struct thread was[THREAD_MAX];
    u32 tries = 0;

    lay_old();
    memcpy(was, old, sizeof(was));
    for (int error = 1; error; tries++) {
        lay_new();
        fails_after = tries;
        const struct module_state to = export_old();
        error = threads_import(&to);
        fails_after = ~0u;
        if (!error)
            break;
        CHECK(!memcmp(was, old, sizeof(was)) && !old_locked && !old_gone);
        CHECK(thread_limit == 1 && !tasks_alive && !moved && !adopted);
        CHECK(!started && !announced && !withdrawn);
        for (u32 i = 1; i < THREAD_MAX; i++)
            CHECK(!threads[i].handle && !threads[i].stack);
        for (u32 i = 1; i < old_limit; i++)
            CHECK(!was[i].stack || owner[was[i].stack] == OLD);
        for (u32 i = 1; i < old_limit; i++)
            CHECK(!was[i].guard || owner[was[i].guard] == OLD);
    }
}

static void test_wrong(void)
{
    lay_old();
    lay_new();
    for (u32 i = 0; i < 64; i++) {
        struct module_state wrong = export_old();
        if (i < 32)
            wrong.kind ^= 1u << i;
        else
            wrong.size ^= 1u << (i - 32);
        CHECK_EQ(threads_import(&wrong), E_FORMAT);
    }
    CHECK(thread_limit == 1 && !moved && !old_gone);
}

static void test_export(void)
{
    struct module_state to = { 0 };

    left = 0;
    move_answer = E_ACTIVE;
    CHECK_EQ(threads_export(&to), E_ACTIVE);
    CHECK(!to.data && !to.size);
    move_answer = E_OK;
    CHECK_EQ(threads_export(&to), E_OK);
    const struct threads_state *s = to.data;
    CHECK(to.kind == STATE_KIND && to.size == sizeof(*s));
    CHECK(s->module == NEW && s->nmm == &new_nmm && s->threads == threads);
    CHECK(s->current == &thread_current && s->limit == &thread_limit);
    CHECK(s->clock == &threads_clock && s->locked == &threads_locked);
    CHECK(s->table == &threads_table && s->are_gone == &threads_are_gone);
    CHECK(s->beside_is_on == &beside_is_on && left == 2 && !threads_locked);
}

int main(void)
{
    nmm = &new_nmm;
    test_export();
    for (u32 i = 0; i < 400; i++) {
        test_moved();
        test_refused();
        test_wrong();
    }
    return check_done();
}
