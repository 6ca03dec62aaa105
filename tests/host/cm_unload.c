/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * What a load binds by itself, how modules go, with exit and orphans; and the
 * core's own modules, which go last.
 */
#include "cm_calls.h"

static const struct plan wants = { .name = "wants", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", NULL, NULL, NULL, 1 } },
    .receptacle = { { "r", "t", NULL, NULL, "server", 2 } },
    .functions = 1 << F_INIT };
static const struct plan wrong = { .name = "wrong", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, NULL, "server", 1 },
                    { "q", "none", NULL, NULL, "server", 1 } } };
static const struct plan unliked = { .name = "unliked", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "u", NULL, NULL, "server", 1 } } };
static const struct plan keeper = { .name = "keeper", .type = MODULE_SYSTEM,
    .interface = { { "orphans", "orphans", NULL, NULL, NULL, 1 },
                   { "x", "t", NULL, NULL, NULL, 1 } },
    .functions = 1 << F_EXIT };
static const struct plan namesake = { .name = "namesake",
    .type = MODULE_SYSTEM,
    .interface = { { "orphans", "t", NULL, NULL, NULL, 1 } } };
static const struct plan *const list[] = { &plain, &namesake, &server, &wants, &wrong,
                                           &unliked, &keeper, NULL };

static u32 keeps;

static int bound_to(int client)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        if (graph.bindings[i].handle &&
            graph.bindings[i].caller == (u32)client)
            return (int)graph.bindings[i].provider;
    return 0;
}

static void test_from(void)
{
    refused("wants", E_NOTFOUND, "wants module 'server', which is not loaded");
    const int old = load("server"), new = load("server");
    const int client = load("wants");
    CHECK(client > 0 && bound_to(client) == new);
    CHECK_EQ(unload(new), E_BUSY);
    CHECK(says("bound 1 times"));
    CHECK_EQ(unload(client), 0);
    refused("wrong", E_NOTFOUND, "no interface of type 'none'");
    refused("unliked", E_CONSTRAINT, "predicate of interface 'late'");
    result = (u32)E_BUSY;
    refused("wants", E_BUSY, "its init returned");
    result = 0;
    manager->kill((u32)new);
    const int other = load("wants");
    CHECK(other > 0 && bound_to(other) == old);
    CHECK_EQ(unload(other), 0);
    CHECK(unload(old) == 0 && calls[F_EXIT] == 1);
    CHECK(unload(new) == 0 && calls[F_EXIT] == 0);      /* it is dead */
}

static int client_of_exit;
static void bind_in_exit(u32 module, enum function function)
{
    if (function == F_EXIT)
        inner = request(BIND, (u32)client_of_exit, T("r"), module, T("x"));
}

static void test_exit(void)
{
    const int handle = load("server");
    client_of_exit = load("plain");
    inside = bind_in_exit;
    CHECK_EQ(unload(handle), E_BUSY);
    CHECK(inner > 0 && says("bound again by its exit"));
    inside = NULL;
    CHECK_EQ(request(UNBIND, (u32)inner, 0, 0, 0), 0);
    CHECK_EQ(unload(handle), 0);
    CHECK_EQ(unload(client_of_exit), 0);
    CHECK_EQ(unload(client_of_exit), E_HANDLE);
}

static void give_back(u32 module, enum function function)
{
    if (function == F_METHODS && entered == module && keeps == 0)
        entered = 0;
}

/* It is the type that counts. */
static void test_namesake(void)
{
    const int handle = load("namesake");

    request(DIGEST, 0, 0, 0, 0);
    entered = (u32)handle;
    CHECK_EQ(request(UNLOAD, (u32)handle, 0, 0, 0), E_BUSY);
    CHECK_EQ(calls[F_METHODS], 0);
    entered = 0;
    CHECK_EQ(unload(handle), 0);
}

static void test_orphans(void)
{
    const int handle = load("keeper"), client = load("plain");

    inside = give_back;
    memset(calls, 0, sizeof(calls));
    request(DIGEST, 0, 0, 0, 0);
    CHECK_EQ(calls[F_METHODS], 1);
    keeps = 1;
    entered = (u32)handle;
    CHECK(unload(handle) == E_BUSY && calls[F_METHODS] == 1);
    CHECK(says("a port leads into module 'keeper'") && !calls[F_EXIT]);
    keeps = 0;
    const int binding = request(BIND, (u32)client, T("r"), (u32)handle,
                                T("x"));
    CHECK(unload(handle) == E_BUSY && calls[F_METHODS] == 0);
    CHECK_EQ(request(UNBIND, (u32)binding, 0, 0, 0), 0);
    entered = (u32)handle;
    CHECK(unload(handle) == 0 && calls[F_METHODS] == 1 && calls[F_EXIT]);
    const int dead = load("keeper");
    manager->kill((u32)dead);
    memset(calls, 0, sizeof(calls));
    request(DIGEST, 0, 0, 0, 0);
    CHECK_EQ(calls[F_METHODS], 0);
    entered = (u32)dead;                /* no matter: it is dead */
    CHECK_EQ(unload(dead), 0);
    CHECK_EQ(unload(client), 0);
    entered = 0;
    inside = NULL;
}

static u32 state_of(const char *name)
{
    const struct graph_node *node = core_node(name);

    return node ? node->state : 0;
}

static void test_core(void)
{
    CHECK_EQ(unload(request(FIND, T("port"), 0, 0, 0)), E_INVALID);
    CHECK(says("module 'port' is part of the core"));
    const int cm = request(FIND, T("cm"), 0, 0, 0);
    CHECK_EQ(unload(request(FIND, T("loader"), 0, 0, 0)), 0);
    CHECK(released_loader == 1 && released_manager == 0);
    CHECK(state_of("loader") == NODE_GONE && state_of("cm") == NODE_LIVE);
    core_exports.loader = NULL;
    refused("plain", E_GONE, "the loader has been unloaded");
    CHECK_EQ(request(FIND, T("loader"), 0, 0, 0), E_NOTFOUND);
    CHECK_EQ(unload(cm), 0);
    CHECK(released_loader == 1 && released_manager == 1);
    CHECK_EQ(state_of("cm"), NODE_GONE);
    CHECK(changes == 0 && !(graph.generation & 1));
    CHECK(protect_host_cr0 & CR0_WP);   /* nobody can write the graph now */
}

int main(void)
{
    on_call = note;
    world_start(list);
    test_from();
    test_exit();
    test_namesake();
    test_orphans();
    test_core();
    return check_done();
}
