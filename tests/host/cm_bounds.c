/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Whole manifests at the edge of what is possible: so many methods, texts so
 * long, sections that are not whole, names and types that begin alike; and
 * an init that binds before it refuses.
 */
#include "cm_calls.h"

#define METHODS(name_, n) static const struct plan name_ = { \
    .name = #name_, .type = MODULE_SYSTEM, \
    .interface = { { "x", "t", NULL, NULL, NULL, n } } }

METHODS(m0, 0);
METHODS(m1, 1);
METHODS(m25, 25);
METHODS(m26, 26);
static char text[600];
static const struct plan pairs = { .name = "pairs", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", text, NULL, NULL, 1 } } };
static const struct plan predicate = { .name = "predicate",
    .type = MODULE_SYSTEM,
    .receptacle = { { "x", "t", NULL, text, NULL, 1 } } };
static const struct plan twin = { .name = "twin", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", "<a, b>", NULL, NULL, 1 },
                   { "x", "u", NULL, NULL, NULL, 1 } } };
static const struct plan star = { .name = "star", .type = MODULE_SYSTEM,
    .interface = { { "i", "t", NULL, NULL, NULL, 1 } },
    .receptacle = { { "r", "*t", NULL, NULL, NULL, 40 },
                    { "q", "t", NULL, NULL, NULL, 40 } } };
static const struct plan eager = { .name = "eager", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", NULL, NULL, NULL, 1 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } },
    .functions = 1 << F_INIT };
static const struct plan *const list[] = { &m0, &m1, &m25, &m26, &pairs,
    &predicate, &twin, &star, &eager, NULL };

static void loads(const char *name)
{
    const int handle = load(name);

    CHECK(handle > 0);
    CHECK_EQ(unload(handle), 0);
}

/* A text of that length: a pair, or a predicate. */
static void of_length(const char *name, u32 length, u32 most)
{
    memset(text, ' ', sizeof(text));
    memcpy(text, "<a, b>", 6);
    text[length] = 0;
    if (length <= most)
        loads(name);
    else
        refused(name, E_CONSTRAINT, "constraint of 'x' is longer than");
    CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, 0);
    for (u32 i = 0; i < 4; i++)
        CHECK(!graph.constraints[i].pairs[0] &&
              !graph.constraints[i].predicate[0]);
}

static void test_texts(void)
{
    for (u32 n = 250; n < 260; n++)
        of_length("pairs", n, 255);
    for (u32 n = 506; n < 516; n++)
        of_length("predicate", n, 511);
    refused("twin", E_MANIFEST, "interface 'x' is there twice");
    CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, 0);
}

/* The section as the loader tells of it. */
static u32 skipped, more;

static int part_of(const void *file, u32 size, u32 owner,
                   struct loaded *loaded, char *reason)
{
    const int error = world_load(file, size, owner, loaded, reason);

    loaded->manifest += skipped;
    loaded->manifest_size += more - skipped;
    return error;
}

static void test_sections(void)
{
    static const struct loader partly = { part_of };
    const char *why = "section .deimos is missing or not whole";

    core_exports.loader = &partly;
    loads("m1");
    for (more = 1; more < 64; more++)
        refused("m1", E_MANIFEST, why);
    more = (u32)-128;
    refused("m1", E_MANIFEST, why);
    more = 0;
    skipped = 64;
    refused("m1", E_MANIFEST, "the manifest does not name the module");
    more = 2;
    skipped = 2;
    refused("m1", E_MANIFEST, why);
    skipped = more = 0;
    core_exports.loader = &loader;
}

/* "*" takes any, "*t" that alone. And 40 slots, one after the other. */
static void test_types(void)
{
    const u32 s = (u32)load("star");
    u32 slots[40];

    CHECK_EQ(request(BIND, s, T("r"), s, T("i")), E_TYPE);
    for (u32 i = 0; i < 40; i++)
        CHECK((int)(slots[i] = (u32)request(BIND, s, T("q"), s, T("i"))) > 0);
    CHECK_EQ(request(BIND, s, T("q"), s, T("i")), E_BUSY);
    for (u32 i = 0; i < 40; i += 3) {
        struct graph_binding *b = table_get(&bindings, slots[i]);
        const u32 slot = b->slot;
        CHECK_EQ(request(UNBIND, slots[i], 0, 0, 0), 0);
        const int again = request(BIND, s, T("q"), s, T("i"));
        b = table_get(&bindings, (u32)again);
        CHECK(b && b->slot == slot);
    }
    CHECK_EQ(unload((int)s), 0);
}

static void bind_both(u32 module, enum function function)
{
    if (function != F_INIT)
        return;
    const u32 other = (u32)request(FIND, T("star"), 0, 0, 0);
    CHECK(request(BIND, module, T("r"), other, T("i")) > 0);
    CHECK(request(BIND, other, T("q"), module, T("x")) > 0);
    CHECK(request(BIND, module, T("r"), module, T("x")) > 0);
}

static void test_eager(void)
{
    const int other = load("star");

    inside = bind_both;
    result = (u32)E_QUOTA;
    refused("eager", E_QUOTA, "its init returned");
    result = 0;
    inside = NULL;
    CHECK_EQ(graph.parts[GRAPH_PART_BINDINGS].live, OWN_BINDINGS);
    CHECK_EQ(unload(other), 0);
}

/* A request that is not refused leaves no reason. */
static void test_reasons(void)
{
    const u32 s = (u32)load("star");

    request(UNBIND, 5, 0, 0, 0);
    const u32 b = (u32)request(BIND, s, T("q"), s, T("i"));
    CHECK_EQ(strlen(reason_text()), 0);
    request(UNBIND, 5, 0, 0, 0);
    CHECK_EQ(request(REBIND, b, s, T("i"), 0), 0);
    CHECK_EQ(strlen(reason_text()), 0);
    request(UNBIND, 5, 0, 0, 0);
    CHECK_EQ(request(UNBIND, b, 0, 0, 0), 0);
    CHECK_EQ(strlen(reason_text()), 0);
    request(UNBIND, 5, 0, 0, 0);
    CHECK_EQ(request(DRAIN, s, 0, 0, 0), 0);
    CHECK_EQ(strlen(reason_text()), 0);
    request(UNBIND, 5, 0, 0, 0);
    CHECK_EQ(unload((int)s), 0);
    CHECK_EQ(strlen(reason_text()), 0);
}

/* The CM takes the loader with it, of which there is but one node each. */
static void test_core(void)
{
    CHECK_EQ(unload(request(FIND, T("cm"), 0, 0, 0)), 0);
    CHECK(core_node("loader")->state == NODE_GONE && released_manager == 1);
}

int main(void)
{
    on_call = note;
    world_start(list);
    loads("m1");
    loads("m25");
    refused("m0", E_MANIFEST, "it has 0 methods; 1 to 25");
    refused("m26", E_MANIFEST, "it has 26 methods; 1 to 25");
    test_texts();
    test_sections();
    test_types();
    test_eager();
    test_reasons();
    test_core();
    return check_done();
}
