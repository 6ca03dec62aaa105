/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/thread/switch.c modules/lib/thread/life.c
 * modules/lib/thread/inside.c */
/*
 * The methods of a concurrency module at random, against a plain model: a
 * queue of ready threads, lists of those that wait, and a processor whose task
 * is always that of the thread that runs.
 */
#include "threads_world.h"
#define RANDOM_SEED 7
#include "random.h"

#define STEPS 20000
#define WORDS 3
#define MOST 10                         /* threads at a time */

enum state { NONE, READY, WAITS, ENDED };

/* The model: by slot; the current one is READY, and in no queue. */
static struct { int handle, result; enum state state; u32 word, joins, task; }
    model[THREAD_MAX];
static u32 line[THREAD_MAX], line_length, now;
static u32 sleepers[THREAD_MAX], sleeper_count;  /* the longest first */
static volatile u32 words[WORDS];
static int entered(u32 argument) { return (int)argument; }

static u32 slot_of(int handle)
{
    return ((u32)handle & 255) - 1;
}

static void remove_from(u32 *list, u32 *length, u32 slot)
{
    u32 kept = 0;

    for (u32 i = 0; i < *length; i++)
        if (list[i] != slot)
            list[kept++] = list[i];
    *length = kept;
}

static void model_ready(u32 slot)
{
    model[slot].state = READY;
    line[line_length++] = slot;
}

/* Who is next. Those in tasks that need paging are held, and are behind the
 * others afterwards, in the order of their slots. */
static u32 model_next(void)
{
    u32 held[THREAD_MAX] = { 0 }, are_held = 0, next = THREAD_MAX;

    while (line_length && next == THREAD_MAX) {
        const u32 slot = line[0];
        remove_from(line, &line_length, slot);
        if (model[slot].task & PAGED_TASK && !paging)
            held[slot] = ++are_held;
        else
            next = slot;
    }
    for (u32 i = 0; i < THREAD_MAX; i++)
        if (held[i])
            model_ready(i);
    return next;
}

/* Everybody whom the model knows is what it says, and nothing else is. */
static void check_all(void)
{
    CHECK_EQ(threads_locked, 0);
    CHECK(thread_current == &threads[now]);
    CHECK_EQ(current(), model[now].handle);
    CHECK_EQ(task_now, threads[now].context);
    u32 alive = 0;
    for (u32 i = 0; i < THREAD_MAX; i++) {
        const enum thread_state state = threads[i].state;
        alive += model[i].state == READY || model[i].state == WAITS;
        CHECK_EQ(model[i].state == NONE, state == THREAD_FREE);
        CHECK_EQ(model[i].state == WAITS, state == THREAD_WAITING);
        CHECK_EQ(model[i].state == ENDED, state == THREAD_ENDED);
        CHECK(threads[i].key == (model[i].state == READY
                                 ? threads[i].handle + UPCALLS : 0));
    }
    CHECK_EQ(count(), alive);
    CHECK_EQ(announced, alive > 1);
}

/* Nobody else can run: thread 1 is told, if it is not the one that goes on. */
static void model_switch(int from_state_is_ready)
{
    u32 next;

    if (from_state_is_ready)
        model_ready(now);
    next = model_next();
    if (next == THREAD_MAX) {
        next = 0;
        if (model[0].state == WAITS)
            remove_from(sleepers, &sleeper_count, 0);
        remove_from(line, &line_length, 0);
        model[0].state = READY;
    }
    now = next;
}

static void step_create(void)
{
    u32 slot = 1, alive = 0;
    const u32 argument = random_below(1000);

    for (u32 i = 0; i < THREAD_MAX; i++)
        alive += model[i].state != NONE;
    if (alive >= MOST)
        return;
    while (model[slot].state != NONE)
        slot++;
    const u32 starts = started, was_alone = !announced;
    const int handle = create(entered, argument, 4096);
    CHECK(handle > 0 && slot_of(handle) == slot);
    CHECK_EQ(started, starts + was_alone);
    CHECK(threads[slot].entry == entered);
    CHECK_EQ(threads[slot].argument, argument);
    CHECK_EQ(threads[slot].owner, (u32)entered >> 12);
    model[slot].handle = handle;
    model[slot].task = 0;
    model_ready(slot);
}

static void step_yield(void)
{
    CHECK_EQ(yield(), 0);
    model_switch(1);
}

static void sleep_of(u32 word)
{
    model[now].state = WAITS;
    model[now].word = word;
    sleepers[sleeper_count++] = now;
    model_switch(0);
}

static void step_wait(void)
{
    const u32 word = random_below(WORDS);

    if (random_below(4) == 0) {
        CHECK_EQ(wait(&words[word], words[word] + 1), 0);
        return;
    }
    wait(&words[word], words[word]);
    sleep_of(word);
}

static u32 model_wake(u32 word)
{
    u32 woken = 0;

    for (u32 i = 0; i < sleeper_count;) {
        const u32 slot = sleepers[i];
        if (model[slot].word != word) {
            i++;
            continue;
        }
        remove_from(sleepers, &sleeper_count, slot);
        model_ready(slot);
        woken++;
    }
    return woken;
}

static void step_wake(void)
{
    const u32 word = random_below(WORDS);
    const int woken = wake(&words[word]);

    CHECK_EQ(woken, model_wake(word));
}

static void step_end(void)
{
    const u32 old = now, before = stopped;

    if (now && random_below(3))
        return;
    end(77);
    if (!old)
        return;                         /* it has no end */
    model[old].state = ENDED;
    model[old].result = 77;
    remove_from(line, &line_length, old);
    u32 alive = 0;
    for (u32 i = 0; i < THREAD_MAX; i++)
        alive += model[i].state == READY || model[i].state == WAITS;
    CHECK_EQ(stopped, before + (alive == 1));
    model_wake(WORDS + old);
    model_switch(0);
}

static void step_join(void)
{
    const u32 slot = random_below(MOST);
    const int handle = model[slot].handle;

    if (slot == now || model[slot].state == NONE) {
        CHECK_EQ(join(handle ? handle : 99), E_HANDLE);
    } else if (model[slot].state == ENDED) {
        CHECK_EQ(join(handle), model[slot].result);
        model[slot].state = NONE;
        CHECK_EQ(join(handle), E_HANDLE);
    }
}

/* Whoever is next here is so by the caller's word: the queue is as before. */
static void step_hand_off(void)
{
    const u32 slot = random_below(MOST);
    const int handle = model[slot].handle;
    const int error = model[slot].state == NONE ? E_HANDLE
        : slot == now ? E_OK : model[slot].state != READY ? E_BUSY
        : model[slot].task & PAGED_TASK && !paging ? E_PAGING : E_OK;

    CHECK_EQ(thread_hand_off(handle ? handle : 99), error);
    CHECK(thread_current == (error || slot == now ? &threads[now]
                                                  : &threads[slot]));
    if (error || slot == now)
        return;
    /* Back again, so that the order is the policy's once more. */
    CHECK_EQ(thread_hand_off(model[now].handle), E_OK);
    remove_from(line, &line_length, slot);
    threads_enter();
    threads_leave();
    drop_of(handle);
    is_ready(handle);
    line[line_length++] = slot;
    drop_of(model[now].handle);
}

static void step_context(void)
{
    const u32 task = random_below(3) ? 8 * (1 + random_below(100)) : 0;

    CHECK_EQ(set_context(task, task + 4), E_OK);
    CHECK_EQ(thread_current->context, task);
    CHECK_EQ(thread_current->stack1, task + 4);
    model[now].task = task;
    if (task)
        CHECK_EQ(stack_now, task + 4);
}

static void test_random(void)
{
    static void (*const steps[])(void) = { step_create, step_yield, step_wait,
        step_wake, step_end, step_join, step_hand_off, step_context,
        step_yield, step_wake };

    model[0].handle = 1;
    model[0].state = READY;
    for (u32 i = 0; i < STEPS && !check_failures; i++) {
        const u32 which = random_below(ARRAY_SIZE(steps));
        steps[which]();
        threads_enter();
        threads_leave();
        check_all();
        if (check_failures)
            printf("step %u, kind %u\n", i, which);
    }
}

int main(void)
{
    scheduler = &first_in_first_out;
    test_random();
    return check_done();
}
