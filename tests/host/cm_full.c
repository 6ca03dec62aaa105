/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/* flags: -DHARD */
/*
 * Tables that are full: each entry that a request needs is refused it in turn,
 * with the table's name and limit, and nothing is left; and all constraints
 * that there can be. Names that are empty, and calls that nest too deeply.
 */
#include "cm_reasons.h"

static const struct plan rich = {
    .name = "rich", .type = MODULE_SYSTEM,
    .interface = { { "i", "t", "<a, 1>", NULL, NULL, 1 },
                   { "k", "u", NULL, "not <b, 2>", NULL, 1 } },
    .receptacle = { { "r", "t", "<c, 3>", "not <d, 4>", NULL, 2 } },
    .functions = 1 << F_INIT,
};
static const struct plan leaver = {
    .name = "leaver", .type = MODULE_SYSTEM, .functions = 1 << F_EXIT,
};
static const struct plan *const list[] = { &rich, &leaver, NULL };

static int left = -1;                   /* requests until one is refused */

static u32 fails(void)
{
    return left >= 0 && left-- == 0;
}

/* What a load asks for, in its order. */
static void test_load(void)
{
    static const struct { const char *what; u32 limit; } steps[] = {
        { "module", GRAPH_NODES },
        { "interface", GRAPH_INTERFACES },
        { "constraint", GRAPH_CONSTRAINTS },
        { "interface", GRAPH_INTERFACES },
        { "constraint", GRAPH_CONSTRAINTS },
        { "receptacle", GRAPH_RECEPTACLES },
        { "constraint", GRAPH_CONSTRAINTS },
    };
    static const char *const entries[] = { "", "entry 1, interface 'i': ",
        "entry 1, interface 'i': ", "entry 2, interface 'k': ",
        "entry 2, interface 'k': ", "entry 3, receptacle 'r': ",
        "entry 3, receptacle 'r': " };
    const int before = request(DIGEST, 0, 0, 0, 0);

    for (u32 i = 0; i < ARRAY_SIZE(steps); i++) {
        left = (int)i;
        expect("%sno room for another %s: %u is the limit", entries[i],
               steps[i].what, steps[i].limit);
        said(load("rich"), E_FULL);
        CHECK_EQ(left, -1);
        CHECK_EQ(images_used(), 0);
        CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
    }
    left = ARRAY_SIZE(steps);
    const int handle = load("rich");
    CHECK(handle > 0 && left == 0);
    left = 0;
    expect("no room for another binding: %u is the limit", GRAPH_BINDINGS);
    said(request(BIND, (u32)handle, T("r"), (u32)handle, T("i")), E_FULL);
    left = -1;
    CHECK_EQ(unload(handle), 0);
    CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
}

/* All of them, each by its own index, and all again. */
static void test_constraints(void)
{
    static u8 taken[GRAPH_CONSTRAINTS + 1];
    const u32 cr0 = protect_open();

    for (u32 round = 0; round < 2; round++) {
        memset(taken, 0, sizeof(taken));
        for (u32 i = 0; i < GRAPH_CONSTRAINTS; i++) {
            const int index = constraints_create("x", "<a, 1>", NULL);
            if (!CHECK(index > 0 && index <= GRAPH_CONSTRAINTS))
                return;
            CHECK(!taken[index]++);
        }
        CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, GRAPH_CONSTRAINTS);
        expect("no room for another constraint: %u is the limit",
               GRAPH_CONSTRAINTS);
        said(constraints_create("x", "<a, 1>", NULL), E_FULL);
        CHECK_EQ(constraints_create("x", NULL, NULL), 0);
        for (u32 i = 1; i <= GRAPH_CONSTRAINTS; i++)
            constraints_destroy(i);
        constraints_destroy(0);
        CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, 0);
    }
    protect_close(cr0);
}

static void test_empty(void)
{
    const u32 m = (u32)load("rich");

    expect("the boot archive has no 'modules/.o'");
    said(load(""), E_NOTFOUND);
    expect("no module ''");
    said(request(FIND, T(""), 0, 0, 0), E_NOTFOUND);
    expect("module 'rich' has no receptacle ''");
    said(request(BIND, m, T(""), m, T("i")), E_NOTFOUND);
    expect("module 'rich' has no interface ''");
    said(request(BIND, m, T("r"), m, T("")), E_NOTFOUND);
    const u32 b = (u32)request(BIND, m, T("r"), m, T("i"));
    said(request(REBIND, b, m, T(""), 0), E_NOTFOUND);
    expect("the boot archive has no 'modules/.o'");
    said(request(REPLACE, m, T(""), 0, 0), E_NOTFOUND);
    CHECK_EQ(unload((int)m), 0);
}

static int innermost, left_at_last;
static int leaver_handle;
static char innermost_reason[REASON_SIZE];

static void load_again(u32 module, enum function function)
{
    if (function != F_INIT)
        return;
    if (nested == 8)
        left_at_last = unload(leaver_handle);
    const int result = request(nested % 2 ? LOAD : REPLACE,
                               nested % 2 ? T("rich") : module, T("rich"), 0,
                               0);
    if (result < 0 && !innermost_reason[0]) {
        innermost = result;
        strcpy(innermost_reason, reason_text());
    }
}

/* The ninth call is refused, by each request that would make it. */
static void test_nested(void)
{
    leaver_handle = load("leaver");
    inside = load_again;
    const int handle = load("rich");
    inside = NULL;
    CHECK(handle > 0);
    CHECK_EQ(deepest, 8);
    CHECK_EQ(innermost, E_FULL);
    CHECK_EQ(left_at_last, E_FULL);
    CHECK_EQ(unload(leaver_handle), 0);
    CHECK(!strcmp(innermost_reason, "8 calls of init, exit and the like are "
                  "nested already"));
}

int main(void)
{
    core_exports.hard_fails = fails;
    on_call = note;
    world_start(list);
    test_load();
    test_constraints();
    test_empty();
    test_nested();
    return check_done();
}
