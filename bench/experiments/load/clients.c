/* SPDX-License-Identifier: MIT */
#include "clients.h"

#include "concurrency.h"
#include "deimos.h"
#include "../../lib/served.h"

#define STACK (2 * PAGE_SIZE)
#define GAP_MAX 0x7fffffff      /* of a sample that check() gives */
#define TURNS 8                 /* of every client, to see a change */

_Static_assert(CLIENTS < SERVED_CLIENTS, "served.h");

static const struct served *volatile served[SLOTS];

DEIMOS_ENTRY_ receptacle = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "served",
    .type = "served", .table = (void *)served, .count = SLOTS,
};

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

struct client {
    volatile int calls, failures;
    volatile int server;        /* that served last */
    volatile u32 seen;          /* the change that it noted last */
    u64 before, after;          /* completions around that */
    int thread;                 /* 0: none */
};

static struct { struct client list[CLIENTS]; } ALONE alone;
static struct client *const clients = alone.list;

static volatile u32 stop;
static volatile u32 change;     /* so many there were */
static volatile u64 changed;    /* when the last one had succeeded */
static u32 bindings;            /* x */

u64 load_now(void);             /* load.S */

static int client_main(u32 index)
{
    struct client *c = &clients[index];
    u32 slot = index % bindings;
    u64 last = load_now();

    while (!stop) {
        const int by = served[slot]->serve(index);
        const u64 at = load_now();
        c->calls++;
        c->failures += by <= 0;
        c->server = by;
        if (c->seen != change && at > changed) {
            c->before = last;
            c->after = at;
            c->seen = change;
        }
        last = at;
        slot = slot + 1 < bindings ? slot + 1 : 0;
    }
    return 0;
}

int clients_start(u32 x)
{
    bindings = x;
    stop = 0;
    for (u32 i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .seen = change };
        clients[i].thread = threads->create(client_main, i, STACK);
        if (clients[i].thread < 0)
            return clients[i].thread;
    }
    return 0;
}

int clients_stop(void)
{
    int error = 0;

    stop = 1;
    for (u32 i = 0; i < CLIENTS; i++) {
        if (clients[i].thread > 0 && threads->join(clients[i].thread) != 0)
            error = E_VERIFY;
        clients[i].thread = 0;
    }
    return error;
}

int clients_yield(void)
{
    return threads->yield();
}

void clients_note_change(void)
{
    changed = load_now();
    change++;
}

int clients_calls(u32 index)
{
    const struct client *c = &clients[index];

    return c->failures ? E_VERIFY : c->calls;
}

static int all_are_served_by(int number)
{
    for (u32 i = 0; i < CLIENTS; i++)
        if (clients[i].server != number || clients[i].seen != change)
            return 0;
    return 1;
}

/* Not by what the clients have seen last: by a call through each slot, which
 * counts as that of one more client. */
static int all_lead_to(int number)
{
    for (u32 i = 0; i < bindings; i++)
        if (served[i]->serve(CLIENTS) != number)
            return 0;
    return 1;
}

int clients_wait_for(int number)
{
    for (u32 i = 0; i < TURNS && !all_are_served_by(number); i++) {
        const int error = threads->yield();
        if (error < 0)
            return error;
    }
    return all_are_served_by(number) && all_lead_to(number) ? 0 : E_VERIFY;
}

int clients_gap(void)
{
    u64 from = 0, to = ~0ull;

    for (u32 i = 0; i < CLIENTS; i++) {
        const struct client *c = &clients[i];
        from = c->before > from ? c->before : from;
        to = c->after < to ? c->after : to;
    }
    return from < to && to - from < GAP_MAX ? (int)(to - from) : E_VERIFY;
}
