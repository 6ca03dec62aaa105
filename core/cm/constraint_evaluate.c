/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints: does a predicate hold? On the path of each bind:
 * hashes first, and only where they agree, the texts.
 */
#include "constraint_inside.h"

#include "../string.h"

int constraint_same_name(const char *text, const struct constraint_pair *pair,
                         const char *other_text,
                         const struct constraint_pair *other)
{
    return pair->name_hash == other->name_hash &&
           pair->name_length == other->name_length &&
           memcmp(text + pair->name, other_text + other->name,
                  pair->name_length) == 0;
}

static inline int same_value(const char *text, const struct constraint_pair *pair,
                      const char *other_text,
                      const struct constraint_pair *other)
{
    if (pair->value_hash != other->value_hash || pair->kind != other->kind)
        return pair->kind == CONSTRAINT_WILDCARD;
    if (pair->kind != CONSTRAINT_STRING)
        return 1;
    return pair->value_length == other->value_length &&
           memcmp(text + pair->value, other_text + other->value,
                  pair->value_length) == 0;
}

/* Strings: by their bytes; one comes after what it begins with. */
static int compare_strings(const char *a, u32 a_length,
                           const char *b, u32 b_length)
{
    const u32 shorter = a_length < b_length ? a_length : b_length;
    const int order = memcmp(a, b, shorter);

    return order ? order : (int)a_length - (int)b_length;
}

static u32 relation_of(s32 a, s32 b)
{
    return a < b ? CONSTRAINT_LT : a == b ? CONSTRAINT_EQ : CONSTRAINT_GT;
}

/* How a pair of the other side, of the operand's kind, stands to it. */
static u32 order(const char *text, const struct constraint_pair *operand,
                 const char *other_text, const struct constraint_pair *other)
{
    if (operand->kind == CONSTRAINT_INTEGER)
        return relation_of((s32)other->value_hash, (s32)operand->value_hash);
    return relation_of(compare_strings(other_text + other->value,
                                       other->value_length,
                                       text + operand->value,
                                       operand->value_length), 0);
}

/* A string and an integer are unequal, and have no order. */
static int compare(u32 relation, const char *text,
                   const struct constraint_pair *operand,
                   const char *other_text, const struct constraint_pair *other)
{
    if (relation == CONSTRAINT_EQ || relation == CONSTRAINT_NE)
        return same_value(text, operand, other_text, other) ==
               (relation == CONSTRAINT_EQ);
    return operand->kind == other->kind &&
           (order(text, operand, other_text, other) & relation);
}

static inline int compare_pairs(const char *text, u32 relation,
                         const struct constraint_pair *operand,
                         const struct constraint_pairs *pairs)
{
    for (u32 i = 0; i < pairs->count; i++) {
        const struct constraint_pair *other = &pairs->pair[i];

        if (constraint_same_name(text, operand, pairs->text, other) &&
            compare(relation, text, operand, pairs->text, other))
            return 1;
    }
    return 0;
}

/* Is it the side of a module that the operand names? */
static inline int is_module(const char *text, const struct constraint_pair *operand,
                     const struct constraint_pairs *pairs)
{
    return pairs->module &&
           same_value(text, operand, pairs->text, pairs->module);
}

int constraint_is_bound(const char *text, const struct constraint_pair *pair,
                        const struct constraint_facts *facts)
{
    const struct constraint_bound *b;

    for (b = facts->bound; b; b = b->next)
        if (is_module(text, pair, b->pairs) && b != facts->ignored)
            return 1;
    return 0;
}

/* "an attempt is being made to bind the associated interface to a module
 * other than module y or [...] already bound to module x" */
static int before(const char *text, const struct constraint_pair *x,
                  const struct constraint_facts *facts)
{
    const struct constraint_pair *y = x + 1;

    return !is_module(text, y, facts->other) ||
           constraint_is_bound(text, x, facts);
}

/* "not currently bound to either module x or module y or [...] bound to
 * module x and an attempt is being made to bind to module y or [...] bound
 * to module y and an attempt is being made to bind to module x" */
static int compatible(const char *text, const struct constraint_pair *x,
                      const struct constraint_facts *facts)
{
    const struct constraint_pair *y = x + 1;
    const struct constraint_bound *b;
    int bound_x = 0, bound_y = 0;

    for (b = facts->bound; b; b = b->next) {
        if (b == facts->ignored)
            continue;
        bound_x |= is_module(text, x, b->pairs);
        bound_y |= is_module(text, y, b->pairs);
    }
    return (!bound_x && !bound_y) ||
           (bound_x && is_module(text, y, facts->other)) ||
           (bound_y && is_module(text, x, facts->other));
}

/* bindcount(), which is not negative, with an integer that may be. */
static int compare_count(const struct constraint_test *test,
                         const struct constraint_pair *operand, u32 count)
{
    return (relation_of((s32)count, (s32)operand->value_hash) &
            test->relation) != 0;
}

static inline int holds(const struct constraint_predicate *p,
                        const struct constraint_test *test,
                        const struct constraint_facts *facts)
{
    const struct constraint_pair *operand = &p->operand[test->operand];

    switch (test->kind) {
    case CONSTRAINT_COMPARE:
        return compare_pairs(p->text, test->relation, operand, facts->other);
    case CONSTRAINT_COUNT:
        return compare_count(test, operand, facts->bindings);
    case CONSTRAINT_BEFORE:
        return facts->other->module && before(p->text, operand, facts);
    default:
        return facts->other->module && compatible(p->text, operand, facts);
    }
}

int constraint_test_holds(const struct constraint_predicate *predicate,
                          const struct constraint_test *test,
                          const struct constraint_facts *facts)
{
    return holds(predicate, test, facts);
}

int constraint_evaluate(const struct constraint_predicate *predicate,
                        const struct constraint_facts *facts)
{
    u32 at = predicate->tests ? 0 : CONSTRAINT_ACCEPT;

    while (at < CONSTRAINT_TERMS) {
        const struct constraint_test *test = &predicate->test[at];
        at = holds(predicate, test, facts) ? test->yes : test->no;
    }
    return at == CONSTRAINT_ACCEPT;
}
