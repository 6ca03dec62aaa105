/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Each refusal of a request says in full what is wrong; and which interface a
 * receptacle gets that names a module only.
 */
#include "cm_reasons.h"

static const struct plan whole = {
    .name = "whole", .type = MODULE_SYSTEM,
    .interface = { { "i", "t", NULL, NULL, NULL, 2 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } },
    .functions = 15,
};
/* The second of these types is what the receptacle of `picks` names. */
static const struct plan offers = {
    .name = "offers", .type = MODULE_SYSTEM,
    .interface = { { "first", "v", NULL, NULL, NULL, 1 },
                   { "second", "t", NULL, NULL, NULL, 1 },
                   { "third", "u", NULL, NULL, NULL, 1 } },
};
static const struct plan picks = {
    .name = "picks", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, NULL, "offers", 1 } },
};
static const struct plan others = {
    .name = "others", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "u", NULL, NULL, "offers", 1 },
                    { "s", "v", NULL, NULL, "offers", 1 } },
};
static const struct plan *const list[] = { &whole, &offers, &picks, &others,
                                           NULL };

static u32 interface_of(u32 client, u32 receptacle)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        const struct graph_binding *b = &graph.bindings[i];
        if (b->handle && b->caller == client &&
            HANDLE_INDEX(b->receptacle) == receptacle)
            return HANDLE_INDEX(b->interface);
    }
    return ~0u;
}

/* By the type, among several, wherever it stands. */
static void test_from(void)
{
    const u32 provider = (u32)load("offers");
    const u32 one = (u32)load("picks"), two = (u32)load("others");
    const struct graph_node *node = node_of(two);
    const u32 second = node->first_receptacle - 1u;
    const u32 first = graph.receptacles[second].next - 1u;

    CHECK(!strcmp(graph.interfaces[interface_of(one, node_of(one)
                  ->first_receptacle - 1u)].name, "second"));
    CHECK(!strcmp(graph.interfaces[interface_of(two, first)].name, "third"));
    CHECK(!strcmp(graph.interfaces[interface_of(two, second)].name, "first"));
    expect("interfaces of module 'offers' are bound 3 times");
    said(unload((int)provider), E_BUSY);
    CHECK_EQ(unload((int)one), 0);
    CHECK_EQ(unload((int)two), 0);
    CHECK_EQ(unload((int)provider), 0);
    expect("receptacle 'r' wants module 'offers', which is not loaded");
    said(load("picks"), E_NOTFOUND);
}

static void test_load(void)
{
    expect("the boot archive has no 'modules/" N31 ".o'");
    said(load(N31), E_NOTFOUND);
    expect("a name has at most 31 characters");
    said(load(N31 "5"), E_NOTFOUND);
    expect("0x8 is no string of the caller's");
    said(request(LOAD, 8, 0, 0, 0), E_ADDRESS);
    said(request(FIND, 8, 0, 0, 0), E_ADDRESS);
    expect("0x8 is no name of the caller's");
    said(request(ARCHIVE_SIZE_, 8, 0, 0, 0), E_ADDRESS);
    said(request(ARCHIVE_READ, 8, 0, 0x20000, 1), E_ADDRESS);
    expect("no module 'none'");
    said(request(FIND, T("none"), 0, 0, 0), E_NOTFOUND);
    expect("the boot archive has no 'none'");
    said(request(ARCHIVE_SIZE_, T("none"), 0, 0, 0), E_NOTFOUND);
    said(request(ARCHIVE_READ, T("none"), 0, 0x20000, 1), E_NOTFOUND);
    load_error = E_SYMBOL;
    expect("module 'whole': the loader's reason");
    said(load("whole"), E_SYMBOL);
    load_error = 0;
}

static void test_bind(void)
{
    const u32 m = (u32)load("whole"), none = m + (1 << 14);

    expect("caller: no module has handle %u", none);
    said(request(BIND, none, T("r"), m, T("i")), E_HANDLE);
    expect("provider: no module has handle 5");
    said(request(BIND, m, T("r"), 5, T("i")), E_HANDLE);
    expect("module 'whole' has no receptacle 'i'");
    said(request(BIND, m, T("i"), m, T("i")), E_NOTFOUND);
    expect("module 'whole' has no interface 'r'");
    said(request(BIND, m, T("r"), m, T("r")), E_NOTFOUND);
    expect("no binding has handle 3");
    said(request(REBIND, 3, m, T("i"), 0), E_HANDLE);
    said(request(UNBIND, 3, 0, 0, 0), E_HANDLE);
    const u32 b = (u32)request(BIND, m, T("r"), m, T("i"));
    CHECK(request(BIND, m, T("r"), m, T("i")) > 0);
    expect("every slot of receptacle 'r' is bound");
    said(request(BIND, m, T("r"), m, T("i")), E_BUSY);
    expect("provider: no module has handle %u", none);
    said(request(REBIND, b, none, T("i"), 0), E_HANDLE);
    expect("module 'whole' has no interface 'x'");
    said(request(REBIND, b, m, T("x"), 0), E_NOTFOUND);
    CHECK_EQ(request(UNLOAD, m, 0, 0, 0), 0);
}

static void test_states(void)
{
    const u32 m = (u32)load("whole");
    const u32 other = (u32)load("whole");

    expect("no module has handle 7");
    said(request(UNLOAD, 7, 0, 0, 0), E_HANDLE);
    said(request(REPLACE, 7, T("whole"), 0, 0), E_HANDLE);
    said(request(DRAIN, 7, 1, 0, 0), E_HANDLE);
    expect("'whole' cannot drain");
    said(request(DRAIN, m, 2, 0, 0), E_INVALID);
    expect("");
    said(request(DRAIN, m, 1, 0, 0), 0);
    expect("provider: module 'whole' is being unloaded");
    said(request(BIND, other, T("r"), m, T("i")), E_BUSY);
    expect("module 'whole' is dead or draining");
    said(request(REPLACE, m, T("whole"), 0, 0), E_DEAD);
    said(request(DRAIN, m, 0, 0, 0), 0);
    manager->kill(m);
    expect("provider: module 'whole' is dead");
    said(request(BIND, other, T("r"), m, T("i")), E_DEAD);
    expect("caller: module 'whole' is dead");
    said(request(BIND, m, T("r"), other, T("i")), E_DEAD);
    expect("module 'whole' is dead");
    said(request(DRAIN, m, 1, 0, 0), E_DEAD);
    CHECK_EQ(unload((int)m), 0);
    const u32 port = (u32)request(FIND, T("port"), 0, 0, 0);
    expect("module 'port' is part of the core");
    said(request(UNLOAD, port, 0, 0, 0), E_INVALID);
    said(request(REPLACE, port, T("whole"), 0, 0), E_INVALID);
    expect("'port' cannot drain");
    said(request(DRAIN, port, 1, 0, 0), E_INVALID);
    CHECK_EQ(unload((int)other), 0);
}

int main(void)
{
    on_call = note;
    world_start(list);
    test_from();
    test_load();
    test_bind();
    test_states();
    return check_done();
}
