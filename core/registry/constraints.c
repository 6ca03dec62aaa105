/* SPDX-License-Identifier: MIT */
/* Keeping compiled constraints, and checking both sides of a binding. */
#include "constraints.h"

#include "../image/loader.h"
#include "../lib/string.h"
#include "lists.h"
#include "registry.h"
#include "../constraint/constraint.h"

#define WHY_SIZE (REASON_SIZE - 2 * NAME_SIZE)

struct compiled constraints_compiled[1 + GRAPH_CONSTRAINTS];

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

/* Slots given back, and how many have ever been in use. */
static u16 freed[GRAPH_CONSTRAINTS];
static u32 freed_count, fresh;

static u32 find_free(void)
{
    if (freed_count)
        return freed[freed_count - 1];
    return fresh < GRAPH_CONSTRAINTS ? fresh + 1 : 0;
}

static void take_free(void)
{
    if (freed_count)
        freed_count--;
    else
        fresh++;
    core->graph->parts[GRAPH_PART_CONSTRAINTS].live++;
}

int constraints_create(const char *name, const char *pairs,
                       const char *predicate)
{
    if (!pairs && !predicate)
        return 0;
    const u32 index = find_free();
    if (!index || allocation_fails())
        return refuse_full("constraint", GRAPH_CONSTRAINTS);

    struct graph_constraint *text = &core->graph->constraints[index - 1];
    struct compiled *c = &constraints_compiled[index];
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
    take_free();
    return (int)index;
}

void constraints_destroy(u32 index)
{
    if (!index)
        return;
    memset(&core->graph->constraints[index - 1], 0,
           sizeof(struct graph_constraint));
    freed[freed_count++] = (u16)index;
    core->graph->parts[GRAPH_PART_CONSTRAINTS].live--;
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

/* One side: its predicate, on the other's pairs. */
static inline int check(const char *what, const char *name, u32 node,
                        u32 predicate, u32 pairs, const struct list *own,
                        const struct constraint_bound *ignored)
{
    const struct constraint_facts facts = {
        constraints_pairs(pairs), own->count - (ignored != NULL), own->first,
        ignored,
    };
    const struct constraint_predicate *compiled =
        &constraints_compiled[predicate].predicate;

    if (constraint_evaluate(compiled, &facts))
        return 0;
    return refuse_side(what, name, node, compiled, &facts);
}

int constraints_check(const struct graph_receptacle *r,
                      const struct graph_interface *i,
                      const struct graph_binding *replaced)
{
    const struct constraint_bound *at_r = NULL, *at_i = NULL;
    int error = 0;

    if (replaced)
        at_r = list_link(LIST_RECEPTACLE, HANDLE_INDEX(replaced->handle));
    if (replaced && replaced->interface == i->handle)
        at_i = list_link(LIST_INTERFACE, HANDLE_INDEX(replaced->handle));
    if (r->constraint)
        error = check("receptacle", r->name, r->node, r->constraint,
                      i->constraint,
                      list_of(LIST_RECEPTACLE, HANDLE_INDEX(r->handle)),
                      at_r);
    if (i->constraint && !error)
        error = check("interface", i->name, i->node, i->constraint,
                      r->constraint,
                      list_of(LIST_INTERFACE, HANDLE_INDEX(i->handle)),
                      at_i);
    return error;
}
