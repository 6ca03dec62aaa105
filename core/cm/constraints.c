/* SPDX-License-Identifier: MIT */
/* Keeping compiled constraints, and checking both sides of a binding. */
#include "constraints.h"

#include "../loader.h"
#include "../string.h"
#include "chains.h"
#include "cm.h"
#include "constraint.h"

#define WHY_SIZE (REASON_SIZE - 2 * NAME_SIZE)

struct compiled {
    struct constraint_pairs pairs;
    struct constraint_predicate predicate;
};

static struct compiled compiled[GRAPH_CONSTRAINTS];
static const struct compiled none = { .pairs = { .text = "" },
                                      .predicate = { .text = "" } };

static const struct compiled *get(u32 index)
{
    return index ? &compiled[index - 1] : &none;
}

static int copy(char *to, u32 size, const char *from, const char *name)
{
    if (strlen(from) >= size)
        return refuse(E_CONSTRAINT, "constraint of '%s' is longer than %u "
                      "characters", name, size - 1);
    memcpy(to, from, (u32)strlen(from) + 1);
    return 0;
}

static int compile(struct compiled *c, const struct graph_constraint *text,
                   const char *name)
{
    char why[WHY_SIZE];

    if (constraint_compile_pairs(&c->pairs, text->pairs, why, sizeof(why)))
        return refuse(E_CONSTRAINT, "pairs of '%s': %s", name, why);
    if (constraint_compile_predicate(&c->predicate, text->predicate, why,
                                     sizeof(why)))
        return refuse(E_CONSTRAINT, "predicate of '%s': %s", name, why);
    return 0;
}

static u32 find_free(void)
{
    for (u32 i = 0; i < GRAPH_CONSTRAINTS; i++)
        if (!core->graph->constraints[i].used)
            return i + 1;
    return 0;
}

int constraints_create(const char *name, const char *pairs,
                       const char *predicate)
{
    if (!pairs && !predicate)
        return 0;
    const u32 index = find_free();
    if (!index)
        return refuse(E_FULL, "no room for another constraint");

    struct graph_constraint *text = &core->graph->constraints[index - 1];
    struct compiled *c = &compiled[index - 1];
    int error = copy(text->pairs, sizeof(text->pairs), pairs ? pairs : "",
                     name);
    if (!error)
        error = copy(text->predicate, sizeof(text->predicate),
                     predicate ? predicate : "", name);
    if (!error)
        error = compile(c, text, name);
    if (error) {
        memset(text, 0, sizeof(*text));
        return error;
    }
    text->used = 1;
    return (int)index;
}

void constraints_destroy(u32 index)
{
    if (index)
        memset(&core->graph->constraints[index - 1], 0,
               sizeof(struct graph_constraint));
}

/* One end of the attempted binding, and what is bound to it. */
struct side {
    enum chain_kind chain;
    u32 index;                          /* in that chain's table */
    u32 ignored;                        /* a binding's index + 1, or 0 */
};

/* The pairs on the other end of a binding. */
static const struct constraint_pairs *other_pairs(enum chain_kind chain,
                                                  u32 binding)
{
    const struct graph_binding *b = &core->graph->bindings[binding];
    const u32 constraint = chain == CHAIN_INTERFACE
        ? core->graph->receptacles[HANDLE_INDEX(b->receptacle)].constraint
        : core->graph->interfaces[HANDLE_INDEX(b->interface)].constraint;

    return &get(constraint)->pairs;
}

static const struct constraint_pairs *next_bound(const void *context,
                                                 u32 *cursor)
{
    const struct side *side = context;

    do
        *cursor = *cursor ? chain_next(side->chain, *cursor - 1)
                          : chain_first(side->chain, side->index);
    while (*cursor && *cursor == side->ignored);
    return *cursor ? other_pairs(side->chain, *cursor - 1) : NULL;
}

static int check_side(const char *what, const char *name, u32 node,
                      u32 constraint, const struct constraint_facts *facts)
{
    const struct constraint_predicate *predicate = &get(constraint)->predicate;
    char why[WHY_SIZE];

    if (constraint_evaluate(predicate, facts))
        return 0;
    constraint_explain(predicate, facts, why, sizeof(why));
    return refuse(E_CONSTRAINT, "predicate of %s '%s' of '%s': %s", what,
                  name, node_of(node)->name, why);
}

int constraints_check(const struct graph_receptacle *r,
                      const struct graph_interface *i,
                      const struct graph_binding *replaced)
{
    const u32 ignored = replaced ? table_index(replaced) + 1 : 0;
    const struct side client = { CHAIN_RECEPTACLE,
                                 table_index(r), ignored };
    const struct side provider = { CHAIN_INTERFACE,
                                   table_index(i), ignored };
    const struct constraint_facts at_client = {
        &get(i->constraint)->pairs, r->bound - (replaced != NULL),
        next_bound, &client,
    };
    const struct constraint_facts at_provider = {
        &get(r->constraint)->pairs,
        i->bound - (replaced && replaced->interface == i->handle),
        next_bound, &provider,
    };
    const int error = check_side("receptacle", r->name, r->node,
                                 r->constraint, &at_client);

    return error ? error : check_side("interface", i->name, i->node,
                                      i->constraint, &at_provider);
}
