/* SPDX-License-Identifier: MIT */
/* Keeping compiled constraints, and checking both sides of a binding. */
#include "constraints.h"

#include "../loader.h"
#include "../string.h"
#include "cm.h"
#include "constraint.h"

struct compiled {
    struct constraint pairs, predicate;
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

static int compile(struct constraint *c, enum constraint_kind kind,
                   const char *text, const char *name)
{
    char why[REASON_SIZE];

    if (constraint_compile(c, kind, text, why, sizeof(why)) == 0)
        return 0;
    return refuse(E_CONSTRAINT, "constraint of '%s': %s", name, why);
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
        error = compile(&c->pairs, CONSTRAINT_PAIRS, text->pairs, name);
    if (!error)
        error = compile(&c->predicate, CONSTRAINT_PREDICATE,
                        text->predicate, name);
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

static int check_side(const char *name, u32 predicate, u32 pairs)
{
    char why[REASON_SIZE];

    if (constraint_evaluate(&get(predicate)->predicate, &get(pairs)->pairs,
                            why, sizeof(why)))
        return 0;
    return refuse(E_CONSTRAINT, "predicate of '%s': %s", name, why);
}

int constraints_check(const char *left_name, u32 left,
                      const char *right_name, u32 right)
{
    const int error = check_side(left_name, left, right);
    return error ? error : check_side(right_name, right, left);
}
