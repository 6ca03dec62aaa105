/* SPDX-License-Identifier: MIT */
/*
 * Experiment bind under constraints: what do they add to the time of a bind?
 * They are those of bench_figure3, and of bench_constrainedX for each x.
 *
 *   figure3       the paper's Figure 3: paged is bound, flat is already
 *   constraints   a predicate of x terms (1, 2, 4 ... 32), all of which hold
 *   pairs         one of x pairs (1, 2, 4 ... 32) is looked for: the last
 *
 * Each row proves first that its constraints refuse another receptacle.
 */
#include "../../core/lib/format.h"
#include "deimos.h"
#include "null.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(paged, null, "null",
                  .pairs = "<moduleName, \"paged_mem_model\">",
                  .predicate = "<mem_requirement, wildcard()>");
DEIMOS_RECEPTACLE(segmented, null, "null",
                  .pairs = "<moduleName, \"segmented_mem_model\">");
DEIMOS_RECEPTACLE(flat, null, "null", .pairs = "<mem, flat>");
DEIMOS_RECEPTACLE(last, null, "null", .predicate = "<last, 1>");
DEIMOS_RECEPTACLE(other, null, "null", .pairs = "<mem, flat1>",
                  .predicate = "not <last, 1>");

static int self;
static int provider, beside;    /* modules; 0: not loaded */
static int binding;             /* 0: unbound */
static int calls;               /* that the provider has counted */
static const char *receptacle, *interface;  /* of this row */
static const struct null *volatile *slot;

static int init(int handle)
{
    self = handle;
    return 0;
}

static int unload(int *module)
{
    const int error = *module > 0 ? cm->unload(*module) : 0;

    *module = 0;
    return error;
}

static int unbind(void)
{
    const int error = binding > 0 ? cm->unbind(binding) : 0;

    binding = 0;
    return error;
}

static int tear_down(void)
{
    const int first = unbind();
    const int second = unload(&beside);     /* its binding goes with it */
    const int third = unload(&provider);

    return first < 0 ? first : second < 0 ? second : third;
}

/* 0 if the row's interface refuses that receptacle. */
static int expect_refusal(const char *stranger)
{
    const int error = cm->bind(self, stranger, provider, interface);

    return error == E_CONSTRAINT ? 0 : error < 0 ? error : E_VERIFY;
}

static int load(const char *name)
{
    const int error = tear_down();

    calls = 0;
    if (error < 0)
        return error;
    provider = cm->load(name);
    return provider;
}

static int set_up_figure3(u32 x)
{
    int error;

    (void)x;
    receptacle = "paged";
    slot = &paged;
    interface = "memory";
    error = load("bench_figure3");
    if (error >= 0)
        error = beside = cm->load("bench_flat");
    if (error >= 0)
        error = cm->bind(beside, "memory", provider, interface);
    return error < 0 ? error : expect_refusal("segmented");
}

/* The provider of that size; another size than it exists in is E_NOTFOUND. */
static int set_up_size(u32 x)
{
    char name[NAME_SIZE];
    int error;

    format(name, sizeof(name), "bench_constrained%u", x);
    error = load(name);
    return error < 0 ? error : expect_refusal("other");
}

static int set_up_terms(u32 x)
{
    receptacle = "flat";
    slot = &flat;
    interface = "terms";
    return set_up_size(x);
}

static int set_up_pairs(u32 x)
{
    receptacle = "last";
    slot = &last;
    interface = "pairs";
    return set_up_size(x);
}

static int prepare(void)
{
    const int error = unbind();

    if (error < 0)
        return error;
    return (*slot)->null() == E_UNBOUND ? 0 : E_VERIFY;
}

static void body(void)
{
    binding = cm->bind(self, receptacle, provider, interface);
}

static int check(void)
{
    if (binding <= 0)
        return binding < 0 ? binding : E_VERIFY;
    return (*slot)->null() == ++calls ? 0 : E_VERIFY;
}

DEIMOS_MODULE("bench_constraints", MODULE_SYSTEM, .init = init);
EXPERIMENT(figure3, set_up_figure3, prepare, body, check, tear_down);
EXPERIMENT(constraints, set_up_terms, prepare, body, check, tear_down);
EXPERIMENT(pairs, set_up_pairs, prepare, body, check, tear_down);
