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
#include "clients.h"
#include "deimos.h"
#include "../../lib/served.h"

#define SERVER "bench_served"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(any, served, "served");

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

/* --- The servers --------------------------------------------------------- */

static int load_server(int number)
{
    const int module = cm->load(SERVER);
    const int link = module < 0 ? module :
                     cm->bind(self, "any", module, "served");

    if (link < 0 && module > 0)
        cm->unload(module);             /* nobody else knows of it */
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
    int error = clients_stop();

    for (u32 i = 0; i < SLOTS; i++) {
        if (binding[i] > 0 && cm->unbind(binding[i]) < 0)
            error = E_VERIFY;
        binding[i] = 0;
    }
    if (unload(&server) < 0)
        error = E_VERIFY;
    return unload(&other) < 0 ? E_VERIFY : error;
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
    return error < 0 ? error : clients_start(bindings);
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

/* The first sample's clients have yet to begin. */
static int prepare(void)
{
    result = E_VERIFY;
    return clients_wait_for(server_number);
}

static void body_replace(void)
{
    while ((result = cm->replace(server, SERVER)) == E_ACTIVE) {
        retries++;
        clients_yield();
    }
    clients_note_change();
}

static void body_rebind(void)
{
    result = 0;
    for (u32 i = 0; i < bindings; i++)
        result |= cm->rebind(binding[i], other, "served");
    clients_note_change();
}

/* A client may have been preempted between being served and counting it. */
static int none_is_lost(void)
{
    for (u32 i = 0; i < CLIENTS; i++) {
        const int calls = clients_calls(i);
        const int ahead = count(server, i) +
                          (other ? count(other, i) : 0) - calls;
        if (calls < 0 || ahead < 0 || ahead > 1)
            return 0;
    }
    return 1;
}

static int check(void)
{
    const int error = clients_wait_for(server_number);

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

static int check_gap_replace(void)
{
    const int error = check_replace();

    return error < 0 ? error : clients_gap();
}

static int check_gap_rebind(void)
{
    const int error = check_rebind();

    return error < 0 ? error : clients_gap();
}

/* --- The cases ----------------------------------------------------------- */

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
EXPERIMENT(latency, set_up_replace, prepare, body_replace, check_replace,
           tear_down);
EXPERIMENT(gap, set_up_replace, prepare, body_replace, check_gap_replace,
           tear_down);
EXPERIMENT(rebind, set_up_rebind, prepare, body_rebind, check_rebind,
           tear_down);
EXPERIMENT(gap_rebind, set_up_rebind, prepare, body_rebind, check_gap_rebind,
           tear_down);
