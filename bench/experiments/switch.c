/* SPDX-License-Identifier: MIT */
/*
 * Experiment switch: from one client to another, one way. Client A hands over
 * to B's thread (hand_off), where a call of hand_off returns. The time begins
 * in A and ends in B: each keeps both reads of the TSC (span_KIND), and
 * together the two halves are one call of a body, so that the overhead is that
 * of all rows.
 *
 * Each sample is two new threads that go to and fro; the last round counts.
 * Proof: both clients ended well, and the rounds were all there: B's last
 * return lies behind A's last call, and before A's next return.
 */
#include "concurrency.h"
#include "../lib/ring3.h"

#define ROUNDS 4u
#define STACK_SIZE 16384

DEIMOS_RECEPTACLE(concurrency, concurrency, "concurrency");

enum { A, B, CLIENTS_COUNT };

static struct ring3 clients[CLIENTS_COUNT];
static int threads[CLIENTS_COUNT];      /* of the sample */
static int results[CLIENTS_COUNT];

static int set_up(u32 x)
{
    int error = 0;

    (void)x;
    for (u32 i = 0; i < CLIENTS_COUNT && error >= 0; i++)
        error = ring3_create(&clients[i]);
    return error;
}

static int tear_down(void)
{
    int error = 0;

    for (u32 i = 0; i < CLIENTS_COUNT; i++) {
        const int destroyed = ring3_destroy(&clients[i]);
        error = error < 0 ? error : destroyed;
    }
    return error;
}

static int prepare(void)
{
    results[A] = results[B] = E_VERIFY;
    return 0;
}

/* A thread of a client. */
static int run(u32 i)
{
    results[i] = memory->run(clients[i].space, clients[i].at);
    return results[i];
}

/* B runs first, and hands over to A. A's rounds begin by going back to B, so
 * B has as many returns as A has calls. */
static int create_threads(void)
{
    for (u32 i = CLIENTS_COUNT; i-- > 0;) {
        threads[i] = concurrency->create(run, i, STACK_SIZE);
        if (threads[i] < 0)
            return threads[i];
    }
    return 0;
}

static int send(u32 kind)
{
    int error = 0;

    for (u32 i = 0; i < CLIENTS_COUNT && error >= 0; i++) {
        struct bench_request *request = &clients[i].request;
        request->operation = BENCH_SWITCH;
        request->kind = kind;
        request->other = (u32)threads[!i];
        request->rounds = ROUNDS;
        request->result = E_VERIFY;
        error = ring3_send(&clients[i]);
    }
    return error;
}

static int join(void)
{
    int error = 0;

    for (u32 i = 0; i < CLIENTS_COUNT; i++) {
        const int result = concurrency->join(threads[i]);
        error = error < 0 ? error : result;
    }
    return error;
}

static int receive(void)
{
    const int error = ring3_receive(&clients[A]);

    return error < 0 ? error : ring3_receive(&clients[B]);
}

static int sample(u32 kind, u64 *ticks)
{
    int error = create_threads();

    if (error >= 0)
        error = send(kind);
    if (error >= 0)
        error = join();
    if (error >= 0)
        error = receive();
    *ticks = clients[B].request.span[1] - clients[A].request.span[0];
    return error;
}

static int check(void)
{
    const u64 *a = clients[A].request.span, *b = clients[B].request.span;

    return results[A] == 0 && results[B] == 0 && b[0] < a[0] &&
           a[0] < b[1] && b[1] < a[1] ? 0 : E_VERIFY;
}

DEIMOS_MODULE("bench_switch", MODULE_SYSTEM);
TIMED(switch, set_up, prepare, sample, check, tear_down);
