/* SPDX-License-Identifier: MIT */
/* sources: modules/policies/fifo.c */
/*
 * Clients that run: what cannot start leaves nothing, two that wait for one
 * give it back once, and a handle that is over is nobody's.
 */
#include "../../modules/lib/execution/execution.c"

#include "check.h"

static int space_error, load_error, thread_error, destroy_error;
static int spaces, threads, last_space, last_thread, status;
static void (*while_joining)(void);

/* Who guesses the handle of a client that has no thread yet, or whose thread
 * was refused, does not wait for it. */
static void check_unborn(void)
{
    static int is_checking;     /* a wait that goes on comes back here */

    if (is_checking)
        return;
    is_checking = 1;
    for (u32 i = 0; i < RUNS; i++)
        if (runs[i].handle && runs[i].thread <= 0)
            CHECK_EQ(wait(runs[i].handle), E_HANDLE);
    is_checking = 0;
}

static int memory_create(void)
{
    check_unborn();
    if (space_error)
        return space_error;
    spaces++;
    return ++last_space;
}

static int memory_destroy(int space)
{
    check_unborn();
    CHECK(space > 0 && space <= last_space);
    spaces -= !destroy_error;
    return destroy_error;
}

static int memory_load(int space, const char *image)
{
    check_unborn();
    CHECK(space == last_space && image[0] == 'i');
    return load_error;
}

static int memory_run(int space, u32 argument)
{
    return (int)argument + space;
}

static const struct memory memory = {
    .create = memory_create, .destroy = memory_destroy, .load = memory_load,
    .run = memory_run,
};

static int thread_create(int (*entry)(u32), u32 argument, u32 stack_size)
{
    check_unborn();
    CHECK(entry && argument < RUNS && stack_size > 0);
    if (thread_error)
        return thread_error;
    threads++;
    return ++last_thread;
}

static int thread_join(int thread)
{
    void (*const meanwhile)(void) = while_joining;

    CHECK(thread > 0 && thread <= last_thread);
    while_joining = NULL;
    if (meanwhile)
        meanwhile();
    threads -= status != E_ACTIVE && !meanwhile;
    return status;
}

static const struct concurrency concurrency_table = {
    .create = thread_create, .join = thread_join,
};

static void refused(int error)
{
    CHECK_EQ(exec("image", 1), error);
    CHECK_EQ(count(), 0);
    CHECK_EQ(spaces + threads, 0);
}

static void test_refusals(void)
{
    static const int errors[] = { E_NOMEM, E_FULL, E_UNBOUND, E_DIED };

    for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
        space_error = errors[i];
        refused(errors[i]);
        space_error = 0;
        load_error = errors[i];
        refused(errors[i]);
        load_error = 0;
        thread_error = errors[i];
        refused(errors[i]);
        thread_error = 0;
    }
}

static int first, second;

/* Another has waited for it, and its slot is somebody else's by now. */
static void another_waits(void)
{
    CHECK_EQ(wait(first), 5);
    second = exec("image", 2);
}

static void test_two_waits(void)
{
    status = 5;
    first = exec("image", 1);
    CHECK(first > 0 && space(first) == last_space);
    CHECK_EQ(thread(first), last_thread);
    while_joining = another_waits;
    CHECK_EQ(wait(first), 5);
    CHECK(second > 0 && second != first);
    CHECK_EQ(count(), 1);
    CHECK_EQ(spaces, 1);
    CHECK_EQ(space(second), last_space);
    CHECK(space(first) == E_HANDLE && thread(first) == E_HANDLE);
    CHECK_EQ(wait(first), E_HANDLE);
    CHECK_EQ(wait(second), 5);
    CHECK_EQ(count() + spaces, 0);
}

/* A client may end with any number, and gives all back. */
static void test_any_status(void)
{
    static const int ends[] = { E_ACTIVE, E_HANDLE, E_PAGING, E_DIED, 0 };

    for (u32 i = 0; i < ARRAY_SIZE(ends); i++) {
        const int handle = exec("image", 0);
        const u32 slot = (u32)(find(handle) - runs);
        runs[slot].argument = (u32)ends[i] - (u32)last_space;
        status = run(slot);
        CHECK_EQ(status, ends[i]);
        CHECK_EQ(wait(handle), ends[i]);
        CHECK_EQ(count() + spaces, 0);
        CHECK_EQ(wait(handle), E_HANDLE);
        threads = 0;            /* the thread's end is no business of join() */
    }
}

/* Nobody could run, or it waits for paging: it can be waited for again. */
static void test_again(void)
{
    const int handle = exec("image", 1);

    status = E_ACTIVE;
    CHECK_EQ(wait(handle), E_ACTIVE);
    status = E_PAGING;
    destroy_error = E_ACTIVE;
    CHECK_EQ(wait(handle), E_PAGING);
    CHECK_EQ(count(), 1);
    CHECK(space(handle) > 0 && thread(handle) > 0);
    destroy_error = 0;
    status = 0;
    CHECK_EQ(wait(handle), 0);
    CHECK_EQ(count() + spaces, 0);
    threads = 0;
}

/* It has ended, and its space is in use: its thread is joined once, and what it ended
 * with is kept until the space can go. */
static void test_in_use(void)
{
    static const int errors[] = { E_BUSY, E_ACTIVE };
    static const int ends[] = { 7, E_ACTIVE, E_PAGING, E_DIED };

    for (u32 i = 0; i < ARRAY_SIZE(errors) * ARRAY_SIZE(ends); i++) {
        const int handle = exec("image", 0), end = ends[i / 2];
        const u32 slot = (u32)(find(handle) - runs);
        runs[slot].argument = (u32)end - (u32)last_space;
        status = run(slot);
        destroy_error = errors[i % 2];
        CHECK_EQ(wait(handle), errors[i % 2]);
        status = E_HANDLE;                      /* of a thread that was joined */
        CHECK_EQ(wait(handle), errors[i % 2]);
        CHECK_EQ(count(), 1);
        destroy_error = 0;
        CHECK_EQ(wait(handle), end);
        CHECK_EQ(count() + spaces, 0);
        CHECK_EQ(wait(handle), E_HANDLE);
        threads = 0;
    }
    status = 0;
}

static void test_full(void)
{
    int handles[RUNS];

    for (u32 i = 0; i < RUNS; i++) {
        handles[i] = exec("image", i);
        CHECK(handles[i] > 0);
        CHECK_EQ(run(i), (int)i + space(handles[i]));
    }
    CHECK_EQ(exec("image", 0), E_FULL);
    CHECK_EQ(count(), RUNS);
    for (u32 i = 0; i < RUNS; i++)
        CHECK_EQ(wait(handles[i]), 0);
    CHECK_EQ(count() + spaces, 0);
    for (int handle = -2; handle < 300; handle += 1 + (handle > 0) * 37)
        CHECK_EQ(wait(handle), E_HANDLE);
}

int main(void)
{
    execution_memory = &memory;
    execution_threads = &concurrency_table;
    test_refusals();
    test_two_waits();
    test_any_status();
    test_again();
    test_in_use();
    test_full();
    return check_done();
}
