/* SPDX-License-Identifier: MIT */
/*
 * Hot change under load: threads that call a server without a pause, over x
 * bindings in turn, preempted anywhere, while it changes. A change is
 *
 *   replace   replace() by a new version, tried again while a call is inside
 *   rebind    x times rebind() to another server
 *
 * and what is measured of it
 *
 *   latency   from the request to its success, all tries included
 *   gap       the last call that any client completed before the success to
 *             the first one after
 *
 * Proof of a sample: no call failed, none is lost, each client was served by
 * the old one before and by the new one after, and every slot leads there.
 *
 * The rows are live: the timer runs. A client notes a change at its first
 * completion whose time is after the success. Which is exact wherever it was
 * preempted: a completion timed before, and looked at after, is an old one.
 */
#include "concurrency.h"
#include "deimos.h"
#include "../../lib/served.h"

#define SERVER "bench_served"
#define SLOTS 64
#define CLIENTS 2
#define STACK (2 * PAGE_SIZE)
#define GAP_MAX 0x7fffffff        /* of a sample that check() gives */
#define TURNS 8                 /* of every client, to see a change */

_Static_assert(CLIENTS < SERVED_CLIENTS, "served.h");

static const struct served *volatile served[SLOTS];

DEIMOS_ENTRY_ receptacle = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "served",
    .type = "served", .table = (void *)served, .count = SLOTS,
};

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(any, served, "served");
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

u64 load_now(void);             /* load.S */

static volatile u32 stop;
static volatile u32 change;     /* so many there were */
static volatile u64 changed;    /* when the last one had succeeded */

static int self;
static int server, other;       /* handles; other: rebind's, or 0 */
static int server_number, other_number;
static int binding[SLOTS];      /* handles; 0: unbound */
static u32 bindings;            /* x */
static int result;              /* of the timed requests */
static int retries;

static int init(int handle)
{
    self = handle;
    return 0;
}

/* --- The clients --------------------------------------------------------- */

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

static int start_clients(void)
{
    stop = 0;
    for (u32 i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .seen = change };
        clients[i].thread = threads->create(client_main, i, STACK);
        if (clients[i].thread < 0)
            return clients[i].thread;
    }
    return 0;
}

static int stop_clients(void)
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

/* --- The servers --------------------------------------------------------- */

static int load_server(int number)
{
    const int module = cm->load(SERVER);
    const int link = module < 0 ? module :
                     cm->bind(self, "any", module, "served");

    if (link < 0)
        return link;
    any->call(number);
    cm->unbind(link);
    return module;
}

/* Calls of a client that this server has counted. */
static int count(int module, u32 client)
{
    const int link = cm->bind(self, "any", module, "served");

    if (link < 0)
        return 0;
    const int calls = any->count(client);
    cm->unbind(link);
    return calls;
}

static int bind_all(void)
{
    for (u32 i = 0; i < bindings; i++) {
        binding[i] = cm->bind(self, "served", server, "served");
        if (binding[i] < 0)
            return binding[i];
    }
    return 0;
}

static int unload(int *module)
{
    const int error = *module > 0 ? cm->unload(*module) : 0;

    *module = 0;
    return error;
}

static int tear_down(void)
{
    int error = stop_clients();

    for (u32 i = 0; i < SLOTS; i++) {
        if (binding[i] > 0 && cm->unbind(binding[i]) < 0)
            error = E_VERIFY;
        binding[i] = 0;
    }
    if (unload(&server) < 0 || unload(&other) < 0)
        error = E_VERIFY;
    return error;
}

static int set_up(u32 x, int servers)
{
    bindings = x < 1 ? 1 : x < SLOTS ? x : SLOTS;
    retries = 0;
    server_number = 1;
    server = load_server(server_number);
    if (server < 0)
        return server;
    if (servers > 1) {
        other_number = 2;
        other = load_server(other_number);
        if (other < 0)
            return other;
    }
    const int error = bind_all();
    return error < 0 ? error : start_clients();
}

static int set_up_replace(u32 x)
{
    return set_up(x, 1);
}

static int set_up_rebind(u32 x)
{
    return set_up(x, 2);
}

/* --- Samples ------------------------------------------------------------- */

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

static int wait_for(int number)
{
    for (u32 i = 0; i < TURNS && !all_are_served_by(number); i++) {
        const int error = threads->yield();
        if (error < 0)
            return error;
    }
    return all_are_served_by(number) && all_lead_to(number) ? 0 : E_VERIFY;
}

/* The first sample's clients have yet to begin. */
static int prepare(void)
{
    result = E_VERIFY;
    return wait_for(server_number);
}

static void succeeded(void)
{
    changed = load_now();
    change++;
}

static void body_replace(void)
{
    while ((result = cm->replace(server, SERVER)) == E_ACTIVE) {
        retries++;
        threads->yield();
    }
    succeeded();
}

static void body_rebind(void)
{
    result = 0;
    for (u32 i = 0; i < bindings; i++)
        result |= cm->rebind(binding[i], other, "served");
    succeeded();
}

/* A client may have been preempted between being served and counting it. */
static int none_is_lost(void)
{
    for (u32 i = 0; i < CLIENTS; i++) {
        const struct client *c = &clients[i];
        const int ahead = count(server, i) +
                          (other ? count(other, i) : 0) - c->calls;
        if (c->failures || ahead < 0 || ahead > 1)
            return 0;
    }
    return 1;
}

static int check(void)
{
    const int error = wait_for(server_number);

    return error < 0 ? error : none_is_lost() ? 0 : E_VERIFY;
}

/* Calls that were inside the old one have left it. */
static int check_replace(void)
{
    const int old = server;

    if (result <= 0)
        return result < 0 ? result : E_VERIFY;
    server = result;
    server_number++;
    const int error = check(), unloaded = cm->unload(old);
    if (error < 0)
        return error;
    return unloaded == 0 || unloaded == E_HANDLE ? 0 : E_VERIFY;
}

static int check_rebind(void)
{
    const int new = other, number = other_number;

    if (result < 0)
        return result;
    other = server;
    other_number = server_number;
    server = new;
    server_number = number;
    return check();
}

/* Between completions of all clients. Ticks: the sample; or an error. */
static int gap(void)
{
    u64 from = 0, to = ~0ull;

    for (u32 i = 0; i < CLIENTS; i++) {
        const struct client *c = &clients[i];
        from = c->before > from ? c->before : from;
        to = c->after < to ? c->after : to;
    }
    return from < to && to - from < GAP_MAX ? (int)(to - from) : E_VERIFY;
}

static int check_gap_replace(void)
{
    const int error = check_replace();

    return error < 0 ? error : gap();
}

static int check_gap_rebind(void)
{
    const int error = check_rebind();

    return error < 0 ? error : gap();
}

/* --- The cases ----------------------------------------------------------- */

/* ORDER: setup, prepare, body, check, teardown */
static const struct experiment replace = {
    set_up_replace, prepare, body_replace, check_replace, tear_down,
};
static const struct experiment gap_replace = {
    set_up_replace, prepare, body_replace, check_gap_replace, tear_down,
};
static const struct experiment rebind = {
    set_up_rebind, prepare, body_rebind, check_rebind, tear_down,
};
static const struct experiment gap_rebind = {
    set_up_rebind, prepare, body_rebind, check_gap_rebind, tear_down,
};

static int count_retries(void)
{
    return retries;
}

struct load {
    int (*retries)(void);       /* of the last row */
};

static const struct load load = { count_retries };

DEIMOS_MODULE("bench_load", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("load", "load", load, "retries");
DEIMOS_INTERFACE("latency", "experiment", replace, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("gap", "experiment", gap_replace, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("rebind", "experiment", rebind, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("gap_rebind", "experiment", gap_rebind, EXPERIMENT_METHODS);
