/* SPDX-License-Identifier: MIT */
/*
 * Experiment client: what the steps in the life of a client cost, which is a
 * module that a memory model carries; as experiment bind has them of modules at
 * ring 1. x: the handle of the model, which is asked by the CM. Every sample
 * starts from a fresh client, so that its counter tells how often it was called.
 */
#include "binding.h"
#include "deimos.h"
#include "ipc_client.h"

#define PROGRAM "ipc_server"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(service, service, "service");
#include "../lib/gone.h"

static int self, model;
static int client;              /* handles; 0: it is not there */
static int binding;
static volatile int result;     /* of the timed operation */

static int init(int handle)
{
    self = handle;
    return 0;
}

static int clean(void)
{
    const int unbound = binding > 0 ? cm->unbind(binding) : 0;

    binding = 0;
    const int unloaded = client > 0 ? cm->unload(client) : 0;
    client = 0;
    return unbound < 0 ? unbound : unloaded;
}

static int prepare_loaded(void)
{
    const int error = clean();

    if (error < 0)
        return error;
    client = cm->load_by(model, PROGRAM);
    return client;
}


static int bind(void)
{
    binding = cm->bind(self, "service", client, "service");
    return binding;
}

static int prepare_bound(void)
{
    const int error = prepare_loaded();

    return error < 0 ? error : bind();
}

static int expect(int count)
{
    const int got = service->call(IPC_COUNT, NULL, 0, NULL, 0);

    return got == count ? 0 : got < 0 ? got : E_VERIFY;
}

/* E_TYPE: of a model that carries no modules, nothing can be measured. */
static int set_up(u32 x)
{
    model = (int)x;
    const int handle = prepare_loaded();
    if (handle == E_TYPE)
        return E_NOT_APPLICABLE;
    return handle > 0 ? 0 : gone_no_handle(handle);
}

/* load: that model carries it, it can be bound, and runs. */

static void body_load(void)
{
    client = cm->load_by(model, PROGRAM);
}

static int check_load(void)
{
    if (client <= 0)
        return gone_no_handle(client);
    if (gone_node(client).carrier != (u32)model ||
        cm->find(PROGRAM) != client || bind() <= 0)
        return E_VERIFY;
    return expect(1);
}

/* bind: the slot leads to the client. */

static void body_bind(void)
{
    binding = cm->bind(self, "service", client, "service");
}

static int check_bind(void)
{
    return binding > 0 ? expect(1) : gone_no_handle(binding);
}

/* unbind: the slot says so, and the client can go. */

static void body_unbind(void)
{
    result = cm->unbind(binding);
}

static int check_unbind(void)
{
    if (result >= 0)
        binding = 0;
    return result < 0 ? result : expect(1) != E_UNBOUND ? E_VERIFY : clean();
}

/* unload: that client is gone, and so is all that it had of anybody: spaces, frames,
 * vectors, descriptors, names. */

static struct gone old;
static int digest;              /* before the client was there */

static int prepare_unload(void)
{
    int error = clean();

    if (error >= 0)
        error = digest = cm->digest();
    if (error >= 0)
        error = prepare_loaded();
    return error < 0 ? error : gone_note(&old, client);
}

static void body_unload(void)
{
    result = cm->unload(client);
}

static int check_unload(void)
{
    const int error = gone_unloaded(&old, result, &client);

    return error < 0 || cm->digest() == digest ? error : E_VERIFY;
}

DEIMOS_MODULE("bench_client", MODULE_SYSTEM, .init = init);
EXPERIMENT(load, set_up, clean, body_load, check_load, clean);
EXPERIMENT(bind, set_up, prepare_loaded, body_bind, check_bind, clean);
EXPERIMENT(unbind, set_up, prepare_bound, body_unbind, check_unbind, clean);
EXPERIMENT(unload, set_up, prepare_unload, body_unload, check_unload, clean);
