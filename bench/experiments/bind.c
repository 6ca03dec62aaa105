/* SPDX-License-Identifier: MIT */
/*
 * Experiment bind: what each step in the life of a local binding costs, on
 * instances of the module "null". Every sample starts from fresh instances
 * (clean(), then the steps before the timed one), so that each of their
 * counters tells how often that very instance was called.
 */
#include "deimos.h"
#include "null.h"

#define PROVIDER "null"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(null, null, "null");
#include "../lib/gone.h"

static int self;
static int provider[2];         /* handles; 0: not loaded */
static int binding;             /* handle; 0: unbound */
static int result;              /* of the timed operation */

static int init(int handle)
{
    self = handle;
    return 0;
}

static int unload(int which)
{
    int error = provider[which] > 0 ? cm->unload(provider[which]) : 0;

    provider[which] = 0;
    return error;
}

/* Unbound, and nothing loaded. */
static int clean(void)
{
    int error = binding > 0 ? cm->unbind(binding) : 0;
    int first, second;

    binding = 0;
    first = unload(0);
    second = unload(1);
    if (error < 0)
        return error;
    return first < 0 ? first : second;
}

static int load(int which)
{
    provider[which] = cm->load(PROVIDER);
    return provider[which];
}

static int bind(void)
{
    binding = cm->bind(self, "null", provider[0], "null");
    return binding;
}

/* Is it `count` that the bound instance answers? */
static int expect(int count)
{
    return null->null() == count ? 0 : E_VERIFY;
}

static int verify(int condition)
{
    return condition ? 0 : E_VERIFY;
}

static int set_up(u32 x)
{
    (void)x;
    return clean();
}

static int prepare_loaded(void)
{
    int error = clean();

    return error < 0 ? error : load(0);
}

static int prepare_bound(void)
{
    int error = prepare_loaded();

    return error < 0 ? error : bind();
}

/* load: the instance is found, can be bound, and runs. */

static void body_load(void)
{
    provider[0] = cm->load(PROVIDER);
}

static int check_load(void)
{
    if (provider[0] <= 0)
        return gone_no_handle(provider[0]);
    if (cm->find(PROVIDER) != provider[0] || bind() <= 0)
        return E_VERIFY;
    return expect(1);
}

/* bind: the slot leads to the provider. */

static void body_bind(void)
{
    binding = cm->bind(self, "null", provider[0], "null");
}

static int check_bind(void)
{
    return binding > 0 ? expect(1) : gone_no_handle(binding);
}

/* first, warm: the first and the second call of a fresh instance. */

static void body_call(void)
{
    result = null->null();
}

static int check_first(void)
{
    return verify(result == 1);
}

static int prepare_warm(void)
{
    int error = prepare_bound();

    return error < 0 ? error : expect(1);
}

static int check_warm(void)
{
    return verify(result == 2);
}

/* rebind: the old provider has been called once, the new one never. */

static int prepare_rebind(void)
{
    int error = prepare_warm();

    return error < 0 ? error : load(1);
}

static void body_rebind(void)
{
    result = cm->rebind(binding, provider[1], "null");
}

static int check_rebind(void)
{
    if (result < 0)
        return result;
    if (result > 0)
        binding = result;
    return expect(1);
}

/* unbind: the slot says so, and the provider can go. */

static void body_unbind(void)
{
    result = cm->unbind(binding);
}

static int check_unbind(void)
{
    if (result < 0)
        return result;
    binding = 0;
    return verify(null->null() == E_UNBOUND && unload(0) >= 0);
}

/* unload: that instance is gone. */

static struct gone old;

static int prepare_unload(void)
{
    const int error = prepare_loaded();

    return error < 0 ? error : gone_note(&old, provider[0]);
}

static void body_unload(void)
{
    result = cm->unload(provider[0]);
}

static int check_unload(void)
{
    return gone_unloaded(&old, result, &provider[0]);
}

DEIMOS_MODULE("bench_bind", MODULE_SYSTEM, .init = init);
EXPERIMENT(load, set_up, clean, body_load, check_load, clean);
EXPERIMENT(bind, set_up, prepare_loaded, body_bind, check_bind, clean);
EXPERIMENT(first, set_up, prepare_bound, body_call, check_first, clean);
EXPERIMENT(warm, set_up, prepare_warm, body_call, check_warm, clean);
EXPERIMENT(rebind, set_up, prepare_rebind, body_rebind, check_rebind, clean);
EXPERIMENT(unbind, set_up, prepare_bound, body_unbind, check_unbind, clean);
EXPERIMENT(unload, set_up, prepare_unload, body_unload, check_unload, clean);
