/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/* A carried module is replaced by one that its carrier loads, or stays as it was. */
#include "carried_asked.h"

static const struct plan keeper = { .name = "keeper",
    .type = MODULE_APPLICATION, .functions = 1 << F_EXPORT,
    .interface = { { "x", "t", NULL, NULL, NULL, 1 } } };
static const struct plan *const list[] = { &porter, &plain, NULL };

static int replace(const char *name)
{
    memset(calls, 0, sizeof(calls));
    return request(REPLACE, (u32)handle, T(name), 0, 0);
}

static void test_replace(void)
{
    const int before = digest();

    bind_both(&program);
    loads = &other;
    place = 1;
    NOTHING(replace("other"), E_NOTFOUND);
    CHECK(says("the new module 'other' lacks interface 'x'"));
    CHECK(calls[CARRIER_UNLOAD] == 1 && holds() == 1 && slot_of(to));
    does_leave = 0;                     /* it goes in any case */
    NOTHING(replace("other"), E_NOTFOUND);
    does_leave = 1;
    loads = NULL;
    answers = (u32)E_NOMEM;
    NOTHING(replace("program"), E_NOMEM);
    answers = 0;
    loads = &program;
    const int old = handle;
    handle = replace("program");
    CHECK(handle > 0 && handle != old && !node_of((u32)old));
    CHECK(calls[CARRIER_LOAD] == 1 && calls[CARRIER_UNLOAD] == 1);
    const struct graph_binding *b = table_get(&bindings, (u32)to);
    CHECK(b->provider == (u32)handle && holds() == 1);
    CHECK_EQ(node_of((u32)handle)->bound_out, 1);
    place = 0;
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    CHECK(unload(handle) == 0 && unload(user) == 0);
    CHECK_EQ(digest(), before);
}

static void refuse_unload(u32 argument)
{
    (void)argument;
    answers = calls[CARRIER_UNLOAD] ? (u32)E_BUSY : 0;
}

/* Where the carrier keeps the old one, it drains; state needs an import. */
static void test_replaced(void)
{
    const int before = digest();

    bind_both(&keeper);
    loads = &program;
    place = 1;
    NOTHING(replace("program"), E_UNSUPPORTED);
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    CHECK_EQ(unload(handle), 0);
    CHECK_EQ(unload(user), 0);
    place = 0;
    bind_both(&program);
    place = 1;
    loads = &program;
    first = refuse_unload;
    const int new = replace("program");
    CHECK(new > 0 && node_of((u32)handle)->state == NODE_DRAINING);
    first = NULL;
    answers = 0;
    loads = NULL;
    place = 0;
    CHECK_EQ(unload(handle), 0);
    CHECK_EQ(request(UNBIND, (u32)to, 0, 0, 0), 0);
    CHECK(unload(new) == 0 && unload(user) == 0);
    CHECK_EQ(digest(), before);
}

int main(void)
{
    on_call = ring1;
    world_start(list);
    carrier = (u32)load("porter");
    test_replace();
    test_replaced();
    return check_done();
}
