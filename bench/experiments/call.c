/* SPDX-License-Identifier: MIT */
/*
 * Experiment call: one call of an empty method, by three ways. The targets
 * of bare and near do the same and no more than prove the call: they count.
 * That of gate answers its CS, and the way to it is looked at: gate.h. Every
 * body stores the result, which also keeps gcc from making its call a jump.
 */
#include "deimos.h"
#include "null.h"
#include "../lib/gate.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(null, null, "null");

#define NOT_CALLED 1            /* no CS of ring 0 */

static int self, provider, binding;
static int before;              /* the counter, ahead of the sample */
static volatile int result;     /* of the timed call */

static int init(int handle)
{
    self = handle;
    return 0;
}

static int set_up_nothing(u32 x)
{
    (void)x;
    return 0;
}

static int tear_down_nothing(void)
{
    return 0;
}

/* bare: a near call of a function in this module. */

static int calls;

static __attribute__((noinline, noclone)) int count_call(void)
{
    return ++calls;
}

static int prepare_bare(void)
{
    before = calls;
    return 0;
}

static void body_bare(void)
{
    result = count_call();
}

static int check_count(void)
{
    return result == before + 1 ? 0 : E_VERIFY;
}

/* near: the same function in another module, by a local binding. */

static int set_up_near(u32 x)
{
    (void)x;
    provider = cm->load("null");
    if (provider < 0)
        return provider;
    binding = cm->bind(self, "null", provider, "null");
    return binding;
}

static int prepare_near(void)
{
    before = null->null();
    return before < 0 ? before : 0;
}

static void body_near(void)
{
    result = null->null();
}

static int tear_down_near(void)
{
    int unbound = binding > 0 ? cm->unbind(binding) : 0;
    int unloaded = provider > 0 ? cm->unload(provider) : 0;

    binding = 0;
    provider = 0;
    return unbound < 0 ? unbound : unloaded;
}

/* gate: an empty method of the core, through the binding's call gate. */

static int prepare_gate(void)
{
    result = NOT_CALLED;
    return 0;
}

static void body_gate(void)
{
    result = console->null();
}

static int check_gate(void)
{
    return gate_has_answered(result) ? gate_verify() : E_VERIFY;
}

DEIMOS_MODULE("bench_call", MODULE_SYSTEM, .init = init);
EXPERIMENT(bare, set_up_nothing, prepare_bare, body_bare, check_count,
           tear_down_nothing);
EXPERIMENT(near, set_up_near, prepare_near, body_near, check_count,
           tear_down_near);
EXPERIMENT(gate, set_up_nothing, prepare_gate, body_gate, check_gate,
           tear_down_nothing);
