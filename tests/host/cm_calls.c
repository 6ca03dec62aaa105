/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Modules whose init asks the CM, fails or dies, to any depth. A load that
 * fails at any step leaves nothing.
 */
#include "cm_calls.h"

static const struct plan *const list[] = { &plain, &server, NULL };

static void ask_badly(u32 module, enum function function)
{
    (void)module;
    inner = request(function == F_INIT ? UNBIND : DRAIN, 5, 0, 0, 0);
}

static void test_init(void)
{
    for (int code = -40; code < 0; code++) {
        result = (u32)code;
        request(UNBIND, 5, 0, 0, 0);            /* an older reason: E_HANDLE */
        refused("server", code, "its init returned ");
        CHECK_EQ(calls[F_INIT], 1);
        CHECK_EQ(calls[F_EXIT], 0);
        inside = ask_badly;                     /* one that init passes on */
        refused("server", code, code == E_HANDLE ? "no binding has handle 5"
                                                 : "its init returned ");
        inside = NULL;
    }
    result = 1ull << 32;
    refused("server", E_DIED, "died in its init");
    for (result = 0; result < 3; result++) {
        const int handle = load("server");
        CHECK(handle > 0 && last == (u32)handle && calls[F_INIT] == 1);
        CHECK_EQ(unload(handle), 0);
        CHECK(calls[F_EXIT] == 1 && calls[F_INIT] == 0);
    }
    result = 0;
}

static void kill_it(u32 module, enum function function)
{
    (void)function;
    manager->kill(module);
}

static void unload_it(u32 module, enum function function)
{
    (void)function;
    inner = request(UNLOAD, module, 0, 0, 0);
}

static void load_again(u32 module, enum function function)
{
    (void)module;
    if (function == F_INIT)
        inner = request(LOAD, T("server"), 0, 0, 0);
}

static void test_nested(void)
{
    inside = kill_it;
    refused("server", E_DIED, "died while its init ran");
    inside = unload_it;
    int handle = load("server");
    CHECK(handle > 0 && inner == E_ACTIVE && says("still inside"));
    CHECK_EQ(unload(handle), 0);
    CHECK(inner == E_ACTIVE && calls[F_EXIT] == 1);
    inside = load_again;
    const u32 used = images_used();
    handle = load("server");
    CHECK(handle > 0 && deepest == 8);
    CHECK_EQ(images_used(), used + 8);
    inside = NULL;
    for (int i = 0; i < 8; i++)
        CHECK_EQ(unload(request(FIND, T("server"), 0, 0, 0)), 0);
    CHECK_EQ(images_used(), used);
}

/* An outer module that is in its init is called, also below others. */
static int outer;
static void unload_outer(u32 module, enum function function)
{
    if (function != F_INIT)
        return;
    if (!outer) {
        outer = (int)module;
        inner = request(LOAD, T("server"), 0, 0, 0);
    } else {
        CHECK_EQ(request(UNLOAD, (u32)outer, 0, 0, 0), E_ACTIVE);
        CHECK_EQ(request(UNLOAD, module, 0, 0, 0), E_ACTIVE);
        const u32 cm = (u32)request(FIND, T("cm"), 0, 0, 0);
        CHECK_EQ(request(UNLOAD, cm, 0, 0, 0), E_ACTIVE);
        CHECK_EQ(released_manager, 0);
    }
}

static void test_outer(void)
{
    inside = unload_outer;
    const int handle = load("server");
    CHECK(handle > 0 && inner > 0 && outer == handle);
    inside = NULL;
    CHECK_EQ(unload(handle), 0);
    CHECK_EQ(unload(inner), 0);
}

static void test_loader(void)
{
    static const int errors[] = { E_FORMAT, E_SYMBOL, E_RELOCATION, E_NOMEM,
                                  E_FULL };

    for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
        load_error = errors[i];
        refused("plain", errors[i], "module 'plain': the loader's reason");
    }
    load_error = 0;
    refused("none", E_NOTFOUND, "the boot archive has no 'modules/none.o'");
}

/* The whole table: full is said with nothing lost, and room comes back. */
static void test_full(void)
{
    static int handles[IMAGES + 1];
    u32 n = 0;

    while ((handles[n] = load("plain")) > 0)
        n++;
    CHECK_EQ(handles[n], E_NOMEM);
    CHECK_EQ(n, IMAGES - images_used() + n);
    while (n)
        CHECK_EQ(unload(handles[--n]), 0);
}

int main(void)
{
    on_call = note;
    world_start(list);
    test_init();
    test_nested();
    test_outer();
    test_loader();
    test_full();
    return check_done();
}
