/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Binding modules that keep something as long as a binding lasts are asked to give it
 * back before it ends or leads elsewhere, and keep it that way; nobody else is asked.
 */
#include "carried_world.h"

#define KEEPER(name_, type_, of_) {                                         \
    .name = name_, .type = type_,                                           \
    .interface = { { "x", "t", NULL, NULL, NULL, 1 },                       \
                   { "release", of_, NULL, NULL, NULL, 1 } },               \
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } } }

static const struct plan keeper = KEEPER("keeper", MODULE_BINDING, "release");
static const struct plan other = KEEPER("other", MODULE_SYSTEM, "release");
static const struct plan typed = KEEPER("typed", MODULE_BINDING, "other");
static const struct plan *const list[] = { &keeper, &other, &typed, &plain,
                                           &porter, &program, NULL };

static struct { u32 module, binding; } asked[8];
static u32 asks;
static u64 answers;
static void (*first)(u32 module, u32 binding);

static u64 ring1(u32 module, enum function function, u32 argument)
{
    if (function != F_METHODS || module == carrier)
        return 0;
    asked[asks % ARRAY_SIZE(asked)].module = module;
    asked[asks++ % ARRAY_SIZE(asked)].binding = argument;
    if (first)
        first(module, argument);
    return answers;
}

static int bind(int caller, int provider)
{
    const int b = request(BIND, (u32)caller, T("r"), (u32)provider, T("x"));

    asks = 0;
    return b;
}

static int unbind(int b) { return request(UNBIND, (u32)b, 0, 0, 0); }

static int rebind(int b, int to)
{
    return request(REBIND, (u32)b, (u32)to, T("x"), 0);
}

static int was_asked(u32 i, int module, int binding)
{
    return asked[i].module == (u32)module && asked[i].binding == (u32)binding;
}

/* --- Who is asked ---------------------------------------------------------- */

static void test_ends(void)
{
    const int user = load("plain"), k = load("keeper"), k2 = load("keeper");
    int b = bind(user, k);

    CHECK(unbind(b) == 0 && asks == 1 && was_asked(0, k, b));
    b = bind(k, k2);
    CHECK(unbind(b) == 0 && asks == 2);
    CHECK(was_asked(0, k2, b) && was_asked(1, k, b));
    b = bind(k, k2);
    CHECK(rebind(b, user) == E_NOTFOUND && asks == 0);  /* nothing has changed */
    CHECK(rebind(b, k) == 0 && asks == 1 && was_asked(0, k2, b));
    CHECK(unbind(b) == 0 && unbind(b) == E_HANDLE);
    const int o = load("other");
    b = bind(k, o);                     /* its own alone */
    CHECK(rebind(b, o) == 0 && asks == 0);
    CHECK(unbind(b) == 0 && asks == 1 && was_asked(0, k, b) && unload(o) == 0);
    b = bind(user, k);
    asks = 0;
    CHECK(request(REPLACE, (u32)k, T("plain"), 0, 0) == E_NOTFOUND && !asks);
    const int k3 = request(REPLACE, (u32)k, T("keeper"), 0, 0);
    CHECK(k3 > 0 && asks == 1 && was_asked(0, k, b) && !node_of((u32)k));
    CHECK(unbind(b) == 0 && asks == 2 && was_asked(1, k3, b));
    CHECK(unload(k2) == 0 && unload(k3) == 0 && unload(user) == 0);
}

/* Neither are other modules, nor by that name alone, nor who is dead. */
static void test_others(void)
{
    static const char *const names[] = { "other", "typed", "keeper" };

    for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
        const int user = load("plain"), of = load(names[i]);
        const int b = bind(user, of);
        if (i == 2)
            manager->kill((u32)of);
        CHECK(unbind(b) == 0 && asks == 0);
        CHECK(unload(of) == 0 && unload(user) == 0);
    }
    const int user = load("plain"), k = load("keeper"), b = bind(user, k);
    request(DRAIN, (u32)k, 1, 0, 0);
    CHECK(unbind(b) == 0 && asks == 1);
    CHECK(unload(k) == 0 && unload(user) == 0);
}

/* --- What they answer ------------------------------------------------------ */

static void kill(u32 module, u32 binding)
{
    CHECK(binding);
    manager->kill(module);
}

static void end_it(u32 module, u32 binding)
{
    CHECK(module);
    first = NULL;
    CHECK_EQ(unbind((int)binding), 0);
}

static void test_answers(void)
{
    const int user = load("plain"), k = load("keeper"), k2 = load("keeper");
    int b = bind(user, k);

    for (int error = -40; error < 0; error++) {
        answers = (u32)error;
        NOTHING(unbind(b), E_BUSY);
        NOTHING(rebind(b, k2), E_BUSY);
        NOTHING(request(REPLACE, (u32)k, T("keeper"), 0, 0), E_BUSY);
        CHECK(says("'keeper' cannot give back now") && asks == 3);
        asks = 0;
    }
    answers = 5;
    CHECK(unbind(b) == 0);
    answers = 0;
    b = bind(user, k);
    first = end_it;                     /* it ends its own binding */
    CHECK_EQ(unbind(b), E_HANDLE);
    b = bind(user, k);
    first = kill;
    answers = 1ull << 32 | (u32)E_DIED;
    CHECK(unbind(b) == 0 && node_of((u32)k)->state == NODE_DEAD);
    b = bind(user, k2);
    CHECK_EQ(request(REPLACE, (u32)k2, T("keeper"), 0, 0), E_DIED);
    CHECK(unbind(b) == 0);
    first = NULL;
    answers = 0;
    CHECK(unload(k2) == 0 && unload(k) == 0 && unload(user) == 0);
}

/* Not even asked, with so many requests inside each other. */
static void ask_more(u32 module, u32 binding)
{
    CHECK(module && module_calls() <= NESTED_MAX);
    inner = unbind((int)binding);
    CHECK(module_calls() < NESTED_MAX || inner == E_FULL);
}

static void test_nested(void)
{
    const int user = load("plain"), k = load("keeper");
    const int b = bind(user, k);

    first = ask_more;
    answers = (u32)E_ACTIVE;
    CHECK_EQ(unbind(b), E_BUSY);
    CHECK_EQ(asks, NESTED_MAX);
    first = NULL;
    answers = 0;
    CHECK(unbind(b) == 0 && unload(k) == 0 && unload(user) == 0);
}

/* --- Of carried modules ---------------------------------------------------- */

static int release(int handle)
{
    return carried_request(METHOD_NUMBER(carried_modules, release),
                           (u32)handle);
}

static void test_carried(void)
{
    carrier = (u32)load("porter");
    const int user = load("plain"), k = load("keeper"), k2 = load("keeper");
    const int one = enter_program(0, &program), two = enter_program(1, &program);
    const int to = bind(one, k), from = bind(k2, one), other = bind(two, k);
    const int near = bind(user, one);

    CHECK(one > 0 && two > 0 && to > 0 && from > 0 && other > 0 && near > 0);
    CHECK(release(one) == 0 && asks == 2);
    CHECK((was_asked(0, k, to) && was_asked(1, k2, from)) ||
          (was_asked(0, k2, from) && was_asked(1, k, to)));
    answers = (u32)E_ACTIVE;
    asks = 0;
    NOTHING(release(one), E_BUSY);
    CHECK_EQ(asks, 2);                  /* each of them */
    answers = 0;
    NOTHING(release(user), E_HANDLE);
    NOTHING(release(0), E_HANDLE);
    CHECK(release(one) == 0 && died(one) == 0);
    CHECK(unbind(from) == 0 && unbind(near) == 0 && unbind(other) == 0);
    CHECK(leave(one) == 0 && leave(two) == 0);
    CHECK(unload(k) == 0 && unload(k2) == 0 && unload(user) == 0);
    CHECK_EQ(unload((int)carrier), 0);
    carrier = 0;
}

int main(void)
{
    world_start(list);
    on_call = ring1;
    const int before = digest();
    test_ends();
    test_others();
    test_answers();
    test_nested();
    test_carried();
    CHECK_EQ(digest(), before);
    return check_done();
}
