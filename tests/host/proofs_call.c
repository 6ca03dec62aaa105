/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * Experiment call: one call more is the proof, none and two are not; what
 * set_up made is given back, and whichever answer is an error is told.
 */
/* check.h has one of that name, too. */
#define check_count check_one_call
#include "../../bench/lib/gate.h"
static int gate_is_wrong;
#define gate_verify() (gate_is_wrong ? E_VERIFY : 0)
#include "../../bench/experiments/call.c"
#undef check_count

#include "check.h"

#define PROVIDER 7
#define BINDING 9

static int counter, loads, binds, unbound, unloaded, unbinds, unloads;

static int count_one(void) { return ++counter; }
static int refuse(void) { return E_UNBOUND; }

static int load(const char *name)
{
    CHECK(!__builtin_strcmp(name, "null"));
    return loads;
}

static int bind(int client, const char *receptacle, int to,
                const char *interface)
{
    CHECK(client == 5 && to == PROVIDER && !__builtin_strcmp(receptacle, "null")
          && !__builtin_strcmp(interface, "null"));
    return binds;
}

static int unbind(int handle)
{
    CHECK_EQ(handle, BINDING);
    unbinds++;
    return unbound;
}

static int unload(int handle)
{
    CHECK(handle == PROVIDER && (unbinds || binds < 0));
    unloads++;
    return unloaded;
}

static const struct cm table = { .load = load, .bind = bind,
                                 .unbind = unbind, .unload = unload };

static void test_near(void)
{
    static const int answers[] = { 0, E_ACTIVE, E_HANDLE };

    for (u32 i = 0; i < 9; i++) {
        loads = PROVIDER;
        binds = BINDING;
        unbound = answers[i % 3];
        unloaded = answers[i / 3];
        unbinds = unloads = 0;
        CHECK_EQ(set_up_near(i), BINDING);
        CHECK_EQ(tear_down_near(), unbound ? unbound : unloaded);
        CHECK(unbinds == 1 && unloads == 1);
        CHECK_EQ(tear_down_near(), 0);          /* there is nothing left */
        CHECK(unbinds == 1 && unloads == 1);
    }
    unbound = unloaded = unbinds = unloads = 0;
    binds = E_TYPE;
    CHECK_EQ(set_up_near(0), E_TYPE);
    CHECK_EQ(tear_down_near(), 0);
    CHECK(!unbinds && unloads == 1);
    loads = E_NOTFOUND;
    CHECK_EQ(set_up_near(0), E_NOTFOUND);
    CHECK_EQ(tear_down_near(), 0);
    CHECK(!unbinds && unloads == 1);
}

/* Exactly one call between prepare and check. */
static void test_count(int (*prepare)(void), void (*body)(void))
{
    for (u32 calls_made = 0; calls_made < 4; calls_made++) {
        CHECK_EQ(prepare(), 0);
        for (u32 i = 0; i < calls_made; i++)
            body();
        CHECK_EQ(check_one_call() == 0, calls_made == 1);
    }
}

int main(void)
{
    static const struct null counting = { .null = count_one };
    static const struct null refusing = { .null = refuse };

    cm = &table;
    CHECK_EQ(init(5), 0);
    test_near();
    null = &counting;
    test_count(prepare_near, body_near);
    null = &refusing;
    CHECK_EQ(prepare_near(), E_UNBOUND);
    test_count(prepare_bare, body_bare);
    CHECK(set_up_nothing(1) == 0 && tear_down_nothing() == 0);
    CHECK_EQ(prepare_gate(), 0);
    CHECK_EQ(check_gate(), E_VERIFY);           /* nobody has answered */
    for (int answer = 0; answer < 2 * CONSOLE_CS; answer++) {
        result = answer;
        for (gate_is_wrong = 0; gate_is_wrong < 2; gate_is_wrong++)
            CHECK_EQ(check_gate(), answer == CONSOLE_CS && !gate_is_wrong
                                   ? 0 : E_VERIFY);
    }
    return check_done();
}
