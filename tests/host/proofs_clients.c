/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * What clients under load tell of a change: who served them, that they have
 * seen it, where the slots lead, and the gap between the last call before and
 * the first one after. Each of them decides, for every client and slot.
 */
#include "../../bench/experiments/load/clients.c"

#include "check.h"

static u64 now_is;
static u32 yields, sees_after, ended_by;
static int numbers[SLOTS], joined, thread_error;

static u32 counted_then;                /* changes, when the clock was read */

u64 load_now(void)
{
    counted_then = change;
    return ++now_is;
}

#define ALL_OF(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define SERVE(n_) \
    static int serve_##n_(u32 client) \
    { \
        CHECK(client == CLIENTS || client < CLIENTS); \
        return numbers[n_]; \
    }
ALL_OF(SERVE)
#define TABLE(n_) { .serve = serve_##n_ },
static const struct served tables[] = { ALL_OF(TABLE) };

static int see(void)
{
    if (++yields == sees_after)
        for (u32 i = 0; i < CLIENTS; i++)
            clients[i].server = 5, clients[i].seen = change;
    return 0;
}

static int create(int (*entry)(u32), u32 index, u32 stack)
{
    CHECK(entry == client_main && stack == STACK);
    return index + 1 == (u32)thread_error ? E_NOMEM : 30 + (int)index;
}

static int join(int thread)
{
    joined++;
    return thread - 29 == (int)ended_by ? E_DIED : 0;
}

static const struct concurrency scheduler = {
    .yield = see, .create = create, .join = join };

static void all_seen(void)
{
    for (u32 i = 0; i < CLIENTS; i++)
        clients[i] = (struct client){ .server = 5, .seen = change };
    for (u32 i = 0; i < ARRAY_SIZE(tables); i++)
        numbers[i] = 5;
}

static void test_wait(void)
{
    sees_after = 0;
    for (bindings = 1; bindings <= ARRAY_SIZE(tables); bindings++) {
        clients_note_change();
        CHECK_EQ(counted_then + 1, change);     /* no client sees it untimed */
        all_seen();
        CHECK_EQ(clients_wait_for(5), 0);
        CHECK(clients_wait_for(4) < 0);
        for (u32 i = 0; i < CLIENTS; i++) {
            all_seen();
            clients[i].server = 4;
            CHECK(clients_wait_for(5) < 0);
            all_seen();
            clients[i].seen = change - 1;
            CHECK(clients_wait_for(5) < 0);
        }
        all_seen();
        for (u32 i = 0; i < ARRAY_SIZE(tables); i++) {
            numbers[i] = 4;
            CHECK_EQ(clients_wait_for(5) < 0, i < bindings);
            numbers[i] = 5;
        }
    }
    bindings = 1;
    for (sees_after = 1; sees_after <= TURNS + 1; sees_after++) {
        all_seen();
        clients[0].server = 4;
        yields = 0;
        CHECK_EQ(clients_wait_for(5) == 0, sees_after <= TURNS);
        CHECK(yields <= TURNS);
    }
}

/* From the last of all before to the first of all after. */
static void test_gap(void)
{
    for (u32 i = 0; i < CLIENTS * CLIENTS; i++) {
        for (u32 k = 0; k < CLIENTS; k++)
            clients[k] = (struct client){ .before = 100 + k, .after = 900 + k };
        clients[i % CLIENTS].before = 300;
        clients[i / CLIENTS].after = 700;
        CHECK_EQ(clients_gap(), 400);
        clients[i / CLIENTS].after = 300;
        CHECK(clients_gap() < 0);       /* nothing lies between */
        clients[i / CLIENTS].after = 301;
        CHECK_EQ(clients_gap(), 1);
    }
    for (u32 k = 0; k < CLIENTS; k++)
        clients[k] = (struct client){ .before = 1,
                                      .after = 1ull + GAP_MAX };
    CHECK(clients_gap() < 0);           /* no int holds it */
    clients[0].after--;
    CHECK_EQ(clients_gap(), GAP_MAX - 1);
}

static void test_life(void)
{
    for (thread_error = 0; thread_error <= CLIENTS; thread_error++)
        for (ended_by = 0; ended_by <= CLIENTS; ended_by++) {
            joined = 0;
            CHECK_EQ(clients_start(1) < 0, thread_error > 0);
            const int there = thread_error ? thread_error - 1 : CLIENTS;
            const int died = ended_by && (int)ended_by <= there;
            CHECK_EQ(clients_stop() < 0, died);
            CHECK(joined == there && stop);
            CHECK_EQ(clients_stop(), 0);
            CHECK_EQ(joined, there);
        }
    thread_error = 0;
    CHECK_EQ(clients_start(1), 0);
    for (u32 i = 0; i < CLIENTS; i++) {
        clients[i].calls = 7;
        CHECK_EQ(clients_calls(i), 7);
        clients[i].failures = 1;
        CHECK(clients_calls(i) < 0);
    }
}

/* A client's loop: it goes through all slots, and notes a change at the first
 * completion behind it. */
static int serve_until(u32 client)
{
    struct client *c = &clients[client];

    if (c->calls == 3)
        clients_note_change();
    stop = c->calls == 9;
    return c->calls == 6 ? -1 : 11 + c->calls;
}

static void test_loop(void)
{
    static const struct served until = { .serve = serve_until };

    for (u32 i = 0; i < ARRAY_SIZE(tables); i++)
        served[i] = &until;
    bindings = 3;
    for (u32 i = 0; i < CLIENTS; i++) {
        stop = 0;
        clients[i] = (struct client){ .seen = change };
        const u64 began = now_is;
        CHECK_EQ(client_main(i), 0);
        const struct client *c = &clients[i];
        CHECK(c->calls == 10 && c->failures == 1 && c->server == 20);
        CHECK(c->seen == change);
        /* reads: one at first, one a call, and one of the change */
        CHECK(c->before == began + 4 && c->after == began + 6);
        CHECK(changed == began + 5);
    }
}

int main(void)
{
    threads = &scheduler;
    for (u32 i = 0; i < SLOTS; i++)
        served[i] = &tables[i % ARRAY_SIZE(tables)];
    test_wait();
    test_gap();
    test_life();
    test_loop();
    return check_done();
}
