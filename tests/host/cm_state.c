/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * State that a module hands to its successor: each step that can fail, by a
 * result, a death, or a module that goes meanwhile. Whatever happens the old
 * one is as it was, or the new one is there.
 */
#include "cm_calls.h"

#define STATE (1 << F_EXPORT | 1 << F_IMPORT)
#define SIDES .interface = { { "x", "t", NULL, "bindcount() < 2", NULL, 1 } }, \
              .receptacle = { { "r", "t", NULL, NULL, NULL, 1 } }

static const struct plan old_plan = { .name = "old", .type = MODULE_SYSTEM,
    SIDES, .functions = STATE | 1 << F_EXIT };
static const struct plan new_plan = { .name = "new", .type = MODULE_SYSTEM,
    SIDES, .functions = STATE | 1 << F_INIT };
static const struct plan deaf = { .name = "deaf", .type = MODULE_SYSTEM,
    SIDES };
static const struct plan user = { .name = "user", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, NULL, NULL, 3 } } };
static const struct plan *const list[] = { &old_plan, &new_plan, &deaf, &user,
                                           NULL };

static u32 old, client, binding, data[4];
static u64 results[F_METHODS];
static u32 size = sizeof(data);
static const void *exported = data;
static u32 state_at;
static void (*acts[F_METHODS])(u32 module);

static u64 answer(u32 module, enum function function, u32 argument)
{
    calls[function]++;
    if (function == F_EXPORT) {
        struct module_state *state = (struct module_state *)argument;
        CHECK(module == old && !state->kind && !state->data && !state->size);
        *state = (struct module_state){ 9, exported, size };
        state_at = argument;
    } else if (function == F_IMPORT) {
        const struct module_state *state = (void *)argument;
        CHECK(module != old && argument == state_at && argument % 4 == 0);
        CHECK(argument < (u32)(stack + 200) && argument >= (u32)stack);
        CHECK(state->kind == 9 && state->data == exported);
        CHECK_EQ(state->size, size);
    }
    if (acts[function])
        acts[function](module);
    return results[function];
}

static int replace(const char *name)
{
    memset(calls, 0, sizeof(calls));
    return request(REPLACE, old, T(name), 0, 0);
}

/* The old one is bound and works, and nothing else is there. */
static void refused_new(const char *name, int error, const char *why)
{
    const int before = request(DIGEST, 0, 0, 0, 0);

    CHECK_EQ(replace(name), error);
    CHECK(says(why));
    CHECK(images_used() == 2 && calls[F_EXIT] == 0);
    CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
    const struct graph_binding *b = table_get(&bindings, binding);
    CHECK(b && b->provider == old && node_of(old)->state == NODE_LIVE);
    CHECK_EQ(list_of(LIST_INTERFACE, HANDLE_INDEX(b->interface))->count, 1);
}

static void start(void)
{
    old = (u32)request(LOAD, T("old"), 0, 0, 0);
    client = (u32)request(LOAD, T("user"), 0, 0, 0);
    binding = (u32)request(BIND, client, T("r"), old, T("x"));
    CHECK((int)old > 0 && (int)client > 0 && (int)binding > 0);
}

static void test_results(void)
{
    static const enum function steps[] = { F_INIT, F_EXPORT, F_IMPORT };
    static const char *const whys[] = { "init", "export_state of the old",
                                        "import_state refused" };

    for (u32 i = 0; i < ARRAY_SIZE(steps); i++) {
        for (int code = -1; code > -33; code--) {
            results[steps[i]] = (u32)code;
            refused_new("new", code, whys[i]);
        }
        results[steps[i]] = 1ull << 32 | 5;
        refused_new("new", E_DIED, whys[i]);
        CHECK_EQ(calls[F_INIT], 1);
        CHECK_EQ(calls[F_EXPORT], i > 0);
        CHECK_EQ(calls[F_IMPORT], i > 1);
        results[steps[i]] = 0;
    }
    refused_new("deaf", E_UNSUPPORTED, "'deaf' no import_state");
    CHECK_EQ(calls[F_EXPORT], 0);
    refused_new("none", E_NOTFOUND, "no 'modules/none.o'");
    exported = (void *)0x5000;
    refused_new("new", E_ADDRESS, "'old' exports state outside");
    exported = data;
    size = 0xffffffff;
    refused_new("new", E_ADDRESS, "'old' exports state outside");
    size = sizeof(data);
    active = (u32)memory_of(image_of(old));
    refused_new("new", E_ACTIVE, "still inside");
    active = 0;
}

static void unload_new(u32 module)
{
    (void)module;
    CHECK_EQ(request(UNLOAD, (u32)request(FIND, T("new"), 0, 0, 0), 0, 0, 0),
             0);
}

static void kill_new(u32 module)
{
    (void)module;
    manager->kill((u32)request(FIND, T("new"), 0, 0, 0));
}

static void drain_new(u32 module)
{
    (void)module;
    CHECK_EQ(request(DRAIN, (u32)request(FIND, T("new"), 0, 0, 0), 1, 0, 0),
             0);
}

static void bind_new(u32 module)
{
    (void)module;
    const u32 new = (u32)request(FIND, T("new"), 0, 0, 0);
    for (u32 i = 0; i < 2; i++)
        CHECK(request(BIND, client, T("r"), new, T("x")) > 0);
}

/* Of those that the calls may do: each at each step. */
static void test_meanwhile(void)
{
    acts[F_EXPORT] = unload_new;
    refused_new("new", E_DIED, "the new module went away while");
    CHECK_EQ(calls[F_IMPORT], 0);
    acts[F_EXPORT] = NULL;
    acts[F_IMPORT] = kill_new;
    refused_new("new", E_DIED, "went away while it was replaced");
    acts[F_IMPORT] = drain_new;
    refused_new("new", E_DIED, "went away while it was replaced");
    acts[F_IMPORT] = NULL;
    acts[F_EXPORT] = bind_new;          /* no room for one more there */
    CHECK_EQ(replace("new"), E_CONSTRAINT);
    CHECK_EQ(images_used(), 2);
    CHECK_EQ(node_of(old)->bound_in, 1);
    CHECK_EQ(node_of(client)->bound_out, 1);
    acts[F_EXPORT] = NULL;
}

static void kill_old(u32 module)
{
    (void)module;
    manager->kill(old);
}

static void test_old_goes(void)
{
    acts[F_INIT] = kill_old;
    CHECK_EQ(replace("new"), E_DEAD);
    CHECK(images_used() == 1 && calls[F_EXPORT] == 0);
    acts[F_INIT] = NULL;
    CHECK_EQ(replace("new"), E_DEAD);
    CHECK_EQ(request(UNBIND, binding, 0, 0, 0), 0);
    CHECK_EQ(request(UNLOAD, old, 0, 0, 0), 0);
    CHECK_EQ(request(UNLOAD, client, 0, 0, 0), 0);
    start();
}

/* One that is inside the call that asks, or below others. */
static int inner;
static void replace_me(u32 module)
{
    inner = request(REPLACE, module, T("deaf"), 0, 0);
}

static void test_taken(void)
{
    acts[F_INIT] = replace_me;          /* of itself, which has state */
    const int new = replace("new");
    CHECK(new > 0 && inner == E_ACTIVE);
    acts[F_INIT] = NULL;
    CHECK_EQ(strlen(reason_text()), 0);
    CHECK(calls[F_INIT] == 1 && calls[F_EXPORT] == 1 && calls[F_IMPORT] == 1);
    CHECK(calls[F_EXIT] == 1 && !node_of(old) && images_used() == 2);
    const struct graph_binding *b = table_get(&bindings, binding);
    CHECK(b && b->provider == (u32)new);
    const struct graph_interface *i = table_get(&interfaces, b->interface);
    CHECK(*(u32 *)b->slot == i->table && i->node == (u32)new && i->bound == 1);
    CHECK_EQ(request(REPLACE, old, T("new"), 0, 0), E_HANDLE);
}

int main(void)
{
    on_call = answer;
    world_start(list);
    start();
    test_results();
    test_meanwhile();
    test_old_goes();
    test_taken();
    return check_done();
}
