/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * What the CM asks of carriers, whatever they answer: load_by and unload
 * of what is carried; and how that dies, bound as it is.
 */
#include "carried_asked.h"

static const struct plan failing = { .name = "failing", .type = MODULE_SYSTEM,
    .interface = { { "face", "carrier", NULL, NULL, NULL, 1 } },
    .functions = 1 << F_INIT };
static const struct plan *const list[] = { &porter, &plain, &failing, NULL };

static void test_load_by(void)
{
    const int before = digest();
    const u32 cm = core_node("cm")->handle;

    loads = &program;
    const int handle = load_by(carrier, "a name of 31 characters, or so.");
    CHECK(handle > 0 && calls[CARRIER_LOAD] == 1 && !calls[F_INIT]);
    CHECK(!strcmp(asked_name, "a name of 31 characters, or so."));
    loads = NULL;
    answers = (u32)handle;              /* it is there, but not new */
    CHECK_EQ(load_by(carrier, "old"), E_INVALID);
    CHECK(says("which is no new module of its own"));
    answers = 0;
    CHECK_EQ(leave(handle), 0);
    const u32 wrong[] = { 0, (u32)handle, carrier, cm, 0x7fffffff };
    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++) {
        answers = wrong[i];
        nothing(load_by(carrier, "wrong"), E_INVALID, before);
    }
    for (int code = -40; code < 0; code++) {
        answers = (u32)code;
        nothing(load_by(carrier, "bad"), code, before);
        CHECK(says("load() of 'bad' returned -"));
    }
    answers = 1ull << 32;
    nothing(load_by(carrier, "dies"), E_DIED, before);
    answers = 0;
    nothing(load_by(cm, "x"), E_TYPE, before);
    nothing(load_by(0, "x"), E_HANDLE, before);
    nothing(request(LOAD_BY, carrier, 0, 0, 0), E_ADDRESS, before);
    nothing(load_by(carrier, "a name of 32 characters, at least"), E_NOTFOUND,
            before);
}

static void enter_and_kill(u32 argument)
{
    (void)argument;
    answers = (u32)enter_program(0, &program);
    CHECK_EQ(died((int)answers), 0);
}

static void load_other(u32 argument)
{
    (void)argument;
    answers = (u32)request(LOAD, T("plain"), 0, 0, 0);
}

static void again(u32 argument)
{
    inner = request(LOAD_BY, carrier, argument, 0, 0);
}

static void test_odd_loads(void)
{
    const int failed = load("failing");
    int before = digest();

    nothing(load_by((u32)failed, "x"), E_TYPE, before);
    CHECK(says("no interface of type 'carrier' with 2 methods"));
    CHECK_EQ(unload(failed), 0);
    request(DRAIN, carrier, 1, 0, 0);
    before = digest();
    nothing(load_by(carrier, "x"), E_BUSY, before);
    request(DRAIN, carrier, 0, 0, 0);
    first = enter_and_kill;
    CHECK_EQ(load_by(carrier, "x"), E_INVALID);
    CHECK_EQ(leave((int)answers), 0);
    first = load_other;                 /* new, but not its own */
    CHECK_EQ(load_by(carrier, "x"), E_INVALID);
    CHECK_EQ(unload((int)answers), 0);
    first = again;
    answers = 7;
    CHECK_EQ(load_by(carrier, "x"), E_INVALID);
    CHECK(calls[CARRIER_LOAD] == 8 && !module_calls());
    first = NULL;
    answers = 0;
}

static void test_unload(void)
{
    const int before = digest();

    bind_both(&program);
    NOTHING(unload(handle), E_BUSY);
    CHECK(!calls[F_EXIT] && !calls[CARRIER_UNLOAD]);
    NOTHING(leave(handle), E_BUSY);
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    entered = (u32)handle;
    NOTHING(unload(handle), E_BUSY);
    NOTHING(leave(handle), E_BUSY);
    entered = 0;
    active = node_of((u32)handle)->base + 5;
    NOTHING(unload(handle), E_ACTIVE);
    CHECK(!calls[F_EXIT] && !calls[CARRIER_UNLOAD]);
    active = 0;
    for (int code = -40; code < 0; code++) {
        answers = (u32)code;
        NOTHING(unload(handle), code);
        CHECK(calls[F_EXIT] == 1 && calls[CARRIER_UNLOAD] == 1);
        CHECK(says("unload() of 'program' returned -"));
    }
    answers = 1ull << 32;
    NOTHING(unload(handle), E_DIED);
    answers = 0;
    does_leave = 0;
    NOTHING(unload(handle), E_INVALID);
    CHECK(says("'program' is there still"));
    does_leave = 1;
    CHECK_EQ(request(UNLOAD, carrier, 0, 0, 0), E_BUSY);
    CHECK(says("'porter' carries 1 modules, 'program' among them") ||
          says("are bound"));
    CHECK_EQ(unload(handle), 0);
    CHECK(!node_of((u32)handle) && unload(user) == 0);
    CHECK_EQ(digest(), before);
}

static void leave_first(u32 argument)
{
    leave((int)argument);
}

/* It is gone: whatever the carrier answers. */
static void test_gone(void)
{
    const int before = digest();

    first = leave_first;
    answers = (u32)E_BUSY;
    loads = &other;
    first = NULL;
    handle = load_by(carrier, "other");
    first = leave_first;
    loads = NULL;
    CHECK_EQ(unload(handle), 0);
    first = NULL;
    answers = 0;
    CHECK_EQ(digest(), before);
}

/* A load() or init() of a carrier that fails takes all that it carried along. */
static void enter_in_init(u32 module, enum function function)
{
    if (function != F_INIT)
        return;
    const u32 was = carrier;
    carrier = module;
    CHECK(enter_program(2, &program) > 0 && enter_program(3, &other) > 0);
    carrier = was;
}

static u64 fail_init(u32 module, enum function function, u32 argument)
{
    (void)argument;
    enter_in_init(module, function);
    return (u32)E_INVALID;
}

static void test_failed_init(void)
{
    const int before = digest();

    on_call = fail_init;
    nothing(load("failing"), E_INVALID, before);
    CHECK(!holds() && request(FIND, T("other"), 0, 0, 0) == E_NOTFOUND);
    on_call = ring1;
}

static void test_died(void)
{
    const int before = digest();

    bind_both(&program);
    CHECK(from > 0 && slot_of(to) != core_exports.dead);
    CHECK_EQ(died(handle), 0);
    const struct graph_node *node = node_of((u32)handle);
    CHECK(node->state == NODE_DEAD && node->size && holds() == 1);
    CHECK_EQ(slot_of(to), core_exports.dead);
    CHECK(!table_get(&bindings, (u32)from) && node_of(carrier)->bound_in == 0);
    CHECK_EQ(request(FIND, T("program"), 0, 0, 0), E_NOTFOUND);
    NOTHING(died(handle), E_DEAD);
    NOTHING(unload(handle), E_BUSY);
    CHECK_EQ(leave(handle), 0);         /* it goes, and what is bound to it */
    CHECK(!table_get(&bindings, (u32)to) && holds() == 0);
    CHECK_EQ(unload(user), 0);
    CHECK_EQ(digest(), before);
    bind_both(&program);                /* as the core finds it out */
    manager->kill((u32)handle);
    CHECK(node_of((u32)handle)->size && slot_of(to) == core_exports.dead);
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    CHECK(unload(handle) == 0 && calls[CARRIER_UNLOAD] == 1);
    CHECK(!calls[F_EXIT] && unload(user) == 0 && holds() == 0);
    CHECK_EQ(digest(), before);
}

int main(void)
{
    on_call = ring1;
    world_start(list);
    carrier = (u32)load("porter");
    test_load_by();
    test_odd_loads();
    test_unload();
    test_gone();
    test_failed_init();
    test_died();
    return check_done();
}
