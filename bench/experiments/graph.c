/* SPDX-License-Identifier: MIT */
/*
 * Experiment bind against the size of the system graph: what does the CM pay
 * for modules and bindings that the request does not name?
 *
 * graph, load: x further instances of the module "null" are loaded.
 * bindings: x further bindings lead to the one that is bound.
 */
#include "deimos.h"
#include "null.h"

#define PROVIDER "null"
#define NODES_MAX 1024
#define SLOTS 64                /* of one receptacle */
#define BULK 16                 /* receptacles of so many slots */

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(null, null, "null");

static const void *volatile slots[BULK][SLOTS];

#define BULK_RECEPTACLE(n_)                                                 \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = #n_, .type = "null", .table = (void *)slots[0x##n_],        \
        .count = SLOTS }

BULK_RECEPTACLE(0); BULK_RECEPTACLE(1); BULK_RECEPTACLE(2); BULK_RECEPTACLE(3);
BULK_RECEPTACLE(4); BULK_RECEPTACLE(5); BULK_RECEPTACLE(6); BULK_RECEPTACLE(7);
BULK_RECEPTACLE(8); BULK_RECEPTACLE(9); BULK_RECEPTACLE(a); BULK_RECEPTACLE(b);
BULK_RECEPTACLE(c); BULK_RECEPTACLE(d); BULK_RECEPTACLE(e); BULK_RECEPTACLE(f);

static int self;
static int others[NODES_MAX];   /* handles of the further modules */
static u32 others_count;
static int bulk[BULK * SLOTS];  /* handles of the further bindings */
static u32 bulk_count;
static int provider, binding;   /* handles; 0: none */
static int calls;               /* that others[0] has counted */

static int init(int handle)
{
    self = handle;
    return 0;
}

/* A handle is positive: 0 is none, and no error either. */
static int handle_of(int answer)
{
    return answer ? answer : E_VERIFY;
}

/* Unbound, and no provider beside the further ones. */
static int clean(void)
{
    int first = binding > 0 ? cm->unbind(binding) : 0;
    int second = provider > 0 ? cm->unload(provider) : 0;

    binding = provider = 0;
    return first < 0 ? first : second;
}

static int tear_down(void)
{
    int error = clean(), last;

    for (; bulk_count; error = last < 0 ? last : error)
        last = cm->unbind(bulk[--bulk_count]);
    for (; others_count; error = last < 0 ? last : error)
        last = cm->unload(others[--others_count]);
    return error;
}

static int set_up(u32 x)
{
    int error = tear_down();

    if (x > NODES_MAX)
        return E_RANGE;
    while (error >= 0 && others_count < x) {
        error = handle_of(cm->load(PROVIDER));
        if (error > 0)
            others[others_count++] = error;
    }
    return error;
}

/* All further bindings lead to others[0], which is what gets bound. */
static int set_up_bindings(u32 x)
{
    int error = set_up(1);

    calls = 0;
    if (x > BULK * SLOTS)
        return E_RANGE;
    while (error >= 0 && bulk_count < x) {
        const char name[] = { "0123456789abcdef"[bulk_count / SLOTS], 0 };

        error = handle_of(cm->bind(self, name, others[0], "null"));
        if (error > 0)
            bulk[bulk_count++] = error;
    }
    return error;
}

static int prepare(void)
{
    int error = clean();

    if (error >= 0)
        provider = error = cm->load(PROVIDER);
    return error;
}

static int verify(int condition)
{
    return condition ? 0 : E_VERIFY;
}

/* graph: the slot leads to a fresh instance. */

static void body_bind(void)
{
    binding = cm->bind(self, "null", provider, "null");
}

static int check_bind(void)
{
    if (binding <= 0)
        return binding < 0 ? binding : E_VERIFY;
    return verify(null->null() == 1);
}

/* bindings: one more binding of a module that is bound x times. */

static u32 bound_in(int node)
{
    struct graph_node entry;

    graph_copy(&entry, offsetof(struct graph, nodes) +
                       HANDLE_INDEX(node) * sizeof(entry), sizeof(entry));
    return entry.handle == (u32)node ? entry.bound_in : 0;
}

static void body_again(void)
{
    binding = cm->bind(self, "null", others[0], "null");
}

static int check_again(void)
{
    if (binding <= 0)
        return binding < 0 ? binding : E_VERIFY;
    return verify(null->null() == ++calls &&
                  bound_in(others[0]) == bulk_count + 1);
}

/* load: the newest of that name is found, and runs. */

static void body_load(void)
{
    provider = cm->load(PROVIDER);
}

static int check_load(void)
{
    if (provider <= 0)
        return provider < 0 ? provider : E_VERIFY;
    if (cm->find(PROVIDER) != provider)
        return E_VERIFY;
    body_bind();
    return check_bind();
}

DEIMOS_MODULE("bench_graph", MODULE_SYSTEM, .init = init);
EXPERIMENT(graph, set_up, prepare, body_bind, check_bind, tear_down);
EXPERIMENT(bindings, set_up_bindings, clean, body_again, check_again,
           tear_down);
EXPERIMENT(load, set_up, clean, body_load, check_load, tear_down);
