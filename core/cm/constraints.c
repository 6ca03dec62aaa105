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

/* By index; the first is for those without a constraint, and empty. */
static struct compiled compiled[1 + GRAPH_CONSTRAINTS];

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
    struct compiled *c = &compiled[index];
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

const struct constraint_pairs *constraints_pairs(u32 index)
{
    return &compiled[index].pairs;
}

static int __attribute__((noinline)) refuse_side(
    const char *what, const char *name, u32 node,
    const struct constraint_predicate *predicate,
    const struct constraint_facts *facts)
{
    char why[WHY_SIZE];

    constraint_explain(predicate, facts, why, sizeof(why));
    return refuse(E_CONSTRAINT, "predicate of %s '%s' of '%s': %s", what,
                  name, node_of(node)->name, why);
}

static int check_side(const char *what, const char *name, u32 node,
                      u32 constraint, const struct constraint_facts *facts)
{
    const struct constraint_predicate *predicate = &compiled[constraint].predicate;

    if (!constraint || constraint_evaluate(predicate, facts))
        return 0;
    return refuse_side(what, name, node, predicate, facts);
}

int constraints_check(const struct graph_receptacle *r,
                      const struct graph_interface *i,
                      const struct graph_binding *replaced)
{
    const struct chain *at_r = chain_of(CHAIN_RECEPTACLE,
                                        HANDLE_INDEX(r->handle));
    const struct chain *at_i = chain_of(CHAIN_INTERFACE,
                                        HANDLE_INDEX(i->handle));
    struct constraint_facts facts;

    if (!r->constraint && !i->constraint)
        return 0;
    facts = (struct constraint_facts){ constraints_pairs(i->constraint),
                                       at_r->count, at_r->first, NULL };

    if (replaced) {
        facts.ignored = chain_link(CHAIN_RECEPTACLE,
                                   HANDLE_INDEX(replaced->handle));
        facts.bindings--;
    }
    int error = check_side("receptacle", r->name, r->node, r->constraint,
                           &facts);
    if (error)
        return error;

    facts = (struct constraint_facts){ constraints_pairs(r->constraint),
                                       at_i->count, at_i->first, NULL };
    if (replaced && replaced->interface == i->handle) {
        facts.ignored = chain_link(CHAIN_INTERFACE,
                                   HANDLE_INDEX(replaced->handle));
        facts.bindings--;
    }
    return check_side("interface", i->name, i->node, i->constraint, &facts);
}
