/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * The proof of experiment switch: of all orders of the four reads of the TSC,
 * and all results of the two clients, one passes; and each client is told of
 * the other's thread, not of its own.
 */
#include "../../bench/experiments/switch.c"

#include "check.h"

static struct bench_request written[CLIENTS_COUNT];
static int failing;                     /* which write, or run, or join */
static int next_thread;

static int model_write(int space, u32 at, const void *data, u32 size)
{
    CHECK(size == sizeof(*written) && at == 16u * (u32)space);
    if (space == failing)
        return E_ADDRESS;
    written[space - 1] = *(const struct bench_request *)data;
    return 0;
}

static int model_read(int space, u32 at, void *data, u32 size)
{
    CHECK(size == sizeof(*written) && at == 16u * (u32)space);
    if (space + 2 == failing)
        return E_ADDRESS;
    *(struct bench_request *)data = written[space - 1];
    ((struct bench_request *)data)->span[0] = 100u * (u32)space;
    ((struct bench_request *)data)->span[1] = 1000u * (u32)space;
    return 0;
}

static int model_run(int space, u32 at)
{
    CHECK_EQ(at, 16u * (u32)space);
    return space * 7;
}

static int thread_create(int (*entry)(u32), u32 argument, u32 stack)
{
    CHECK(entry == run && stack == STACK_SIZE);
    CHECK_EQ(argument, next_thread == 0);       /* B is first */
    return next_thread++ + 4 == failing ? E_NOMEM : 20 + (int)argument;
}

static int thread_join(int thread)
{
    return thread - 14 == failing ? E_DIED : run((u32)thread - 20);
}

static const struct memory model = {
    .write = model_write, .read = model_read, .run = model_run };
static const struct concurrency scheduler = {
    .create = thread_create, .join = thread_join };

static void test_orders(void)
{
    u64 *a = clients[A].request.span, *b = clients[B].request.span;

    for (u32 i = 0; i < 256; i++)
        for (u32 r = 0; r < 9; r++) {
            a[0] = 1 + i % 4, a[1] = 1 + i / 4 % 4;
            b[0] = 1 + i / 16 % 4, b[1] = 1 + i / 64;
            results[A] = (int)(r % 3) - 1;
            results[B] = (int)(r / 3) - 1;
            const int good = r == 4 && b[0] == 1 && a[0] == 2 && b[1] == 3 &&
                             a[1] == 4;
            CHECK_EQ(check() == 0, good);
        }
}

static void test_sample(void)
{
    u64 ticks;

    for (failing = 0; failing <= 7; failing++) {
        for (u32 i = 0; i < CLIENTS_COUNT; i++)
            clients[i] = (struct ring3){ .space = (int)i + 1,
                                         .at = 16 * (i + 1) };
        next_thread = 0;
        CHECK_EQ(prepare(), 0);
        CHECK(results[A] == E_VERIFY && results[B] == E_VERIFY);
        const int error = sample(failing ? 2 : 1, &ticks);
        CHECK_EQ(error < 0, failing != 0);
        if (failing)
            continue;
        CHECK_EQ(ticks, 2000 - 100);    /* from A's call to B's return */
        CHECK(results[A] == 7 && results[B] == 14);
        for (u32 i = 0; i < CLIENTS_COUNT; i++)
            CHECK(written[i].operation == BENCH_SWITCH &&
                  written[i].kind == 1 && written[i].other == 20 + !i &&
                  written[i].rounds == ROUNDS &&
                  written[i].result == E_VERIFY);
    }
}

int main(void)
{
    memory = &model;
    concurrency = &scheduler;
    test_orders();
    test_sample();
    return check_done();
}
