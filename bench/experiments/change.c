/* SPDX-License-Identifier: MIT */
/*
 * Hot change and unloading, on instances of the module "null" that x
 * receptacles are bound to:
 *
 *   latency   replace() with x bindings that move
 *   gap       the last call to the old one to the first of the new one
 *   quiesce   unload() of an idle module: its proof of quiescence included
 *   drain     drain(), x unbinds, unload()
 *
 * Proof of a sample: who answers in each slot; and of a module that is gone,
 * gone.h. drain() changes the graph once, as each unbind and the unload do; the
 * timed part has a look at the state, so that it is known in between.
 */
#include "deimos.h"
#include "null.h"

#define PROVIDER "null"
#define SLOTS 64

static const struct null *volatile null[SLOTS];

DEIMOS_ENTRY_ receptacle = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "null",
    .type = "null", .table = (void *)null, .count = SLOTS,
};

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
#include "../lib/gone.h"

static int self;
static int provider;            /* handle; 0: not loaded */
static int binding[SLOTS];      /* handles; 0: unbound */
static u32 bindings;            /* how many the row asks for */
static int result, before, after, drained;
static volatile u8 state;       /* of the module, while it drains */
static u32 state_at;            /* where the graph has it */
static u32 generation;          /* of the graph, before the sample */
static struct gone old;         /* what is to be unloaded */

static int init(int handle)
{
    self = handle;
    return 0;
}

static int unbind_all(void)
{
    int error = 0;

    for (u32 i = 0; i < SLOTS; i++)
        if (binding[i] > 0 && cm->unbind(binding[i]) < 0)
            error = E_VERIFY;
    for (u32 i = 0; i < SLOTS; i++)
        binding[i] = 0;
    return error;
}

static int clean(void)
{
    int error = unbind_all();

    if (provider > 0 && cm->unload(provider) < 0)
        error = E_VERIFY;
    provider = 0;
    return error;
}

static int set_up(u32 x)
{
    bindings = x < SLOTS ? x : SLOTS;
    return clean();
}

/* A fresh instance with the row's bindings. */
static int prepare(void)
{
    int error = clean();

    if (error < 0)
        return error;
    provider = cm->load(PROVIDER);
    for (u32 i = 0; provider > 0 && i < bindings; i++) {
        binding[i] = cm->bind(self, "null", provider, "null");
        if (binding[i] < 0)
            return binding[i];
    }
    generation = graph_generation();
    state = 0;
    state_at = look_node(provider) + offsetof(struct graph_node, state);
    return provider < 0 ? provider : gone_note(&old, provider);
}

/* The old instance has been called, so that it answers what no new one does. */
static int prepare_called(void)
{
    const int error = prepare();

    before = null[0]->null();
    if (error < 0)
        return error;
    return before == (bindings ? 1 : E_UNBOUND) ? 0 : E_VERIFY;
}

static int prepare_unbound(void)
{
    const int error = prepare();

    return error < 0 ? error : unbind_all();
}

static void body_latency(void)
{
    result = cm->replace(provider, PROVIDER);
}

/* The new instance counts its own calls, from every slot. */
static int check_replaced(int first)
{
    if (result <= 0)
        return result < 0 ? result : E_VERIFY;
    provider = result;
    if (gone_verify(&old) < 0)
        return E_VERIFY;
    for (u32 i = 0; i < bindings; i++)
        if (null[i] != null[0] || null[i]->null() != first + (int)i)
            return E_VERIFY;
    return 0;
}

static int check_latency(void)
{
    return check_replaced(1);
}

static void body_gap(void)
{
    result = cm->replace(provider, PROVIDER);
    after = null[0]->null();
}

static int check_gap(void)
{
    return after == 1 ? check_replaced(2) : E_VERIFY;
}

static void body_quiesce(void)
{
    result = cm->unload(provider);
}

static void body_drain(void)
{
    drained = cm->drain(provider, 1);
    state = look_graph(state_at);
    for (u32 i = 0; i < bindings; i++)
        cm->unbind(binding[i]);
    result = cm->unload(provider);
}

static int check_unloaded(void)
{
    if (result < 0)
        return result;
    provider = 0;
    for (u32 i = 0; i < SLOTS; i++)
        binding[i] = 0;
    return gone_verify(&old);
}

/* Each change of the graph counts by two. */
static int check_drained(void)
{
    const u32 changes = (graph_generation() - generation) / 2;
    const int error = check_unloaded();

    return error < 0 ? error :
           drained == 0 && state == NODE_DRAINING &&
           changes == 1 + bindings + 1 ? 0 : E_VERIFY;
}

/* What it is for: nobody can bind to it now. Untimed, before the samples. */
static int set_up_drain(u32 x)
{
    int error = set_up(x);

    if (error >= 0)
        error = prepare_unbound();
    if (error >= 0)
        error = cm->drain(provider, 1);
    if (error < 0)
        return error;
    if (gone_node(provider).state != NODE_DRAINING ||
        cm->bind(self, "null", provider, "null") >= 0)
        return E_VERIFY;
    return cm->drain(provider, 0);
}

DEIMOS_MODULE("bench_change", MODULE_SYSTEM, .init = init);
EXPERIMENT(latency, set_up, prepare_called, body_latency, check_latency,
           clean);
EXPERIMENT(gap, set_up, prepare_called, body_gap, check_gap, clean);
EXPERIMENT(quiesce, set_up, prepare_unbound, body_quiesce, check_unloaded,
           clean);
EXPERIMENT(drain, set_up_drain, prepare, body_drain, check_drained, clean);
