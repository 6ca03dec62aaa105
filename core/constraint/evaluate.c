/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints: does a predicate hold? MEASURED PATH: on that of
 * each bind. Hashes first, and only where they agree, the texts.
 */
#include "inside.h"

#include "../lib/string.h"

#define INLINE static inline __attribute__((always_inline))

INLINE int same_name(const struct constraint_pair *pair,
                     const struct constraint_pair *other)
{
    return pair->name_hash == other->name_hash &&
           pair->name_length == other->name_length &&
           memcmp(pair->name, other->name, pair->name_length) == 0;
}

/* Of a string whose hash is the operand's. */
static int same_text(const struct constraint_pair *operand,
                     const struct constraint_pair *other)
{
    return operand->value_length == other->value_length &&
           memcmp(operand->value, other->value, operand->value_length) == 0;
}

INLINE int same_value(const struct constraint_pair *operand,
                      const struct constraint_pair *other)
{
    if (operand->value_hash != other->value_hash ||
        operand->kind != other->kind)
        return operand->kind == CONSTRAINT_WILDCARD;
    return operand->kind == CONSTRAINT_INTEGER || same_text(operand, other);
}

/* Strings: by their bytes; one comes after what it begins with. */
static int compare_strings(const struct constraint_pair *a,
                           const struct constraint_pair *b)
{
    const u32 shorter = a->value_length < b->value_length ? a->value_length
                                                          : b->value_length;
    const int order = memcmp(a->value, b->value, shorter);

    return order ? order : (int)a->value_length - (int)b->value_length;
}

static u32 relation_of(s32 a, s32 b)
{
    return a < b ? CONSTRAINT_LT : a == b ? CONSTRAINT_EQ : CONSTRAINT_GT;
}

/* How a pair of the other side, of the operand's kind, stands to it. */
static u32 order(const struct constraint_pair *operand,
                 const struct constraint_pair *other)
{
    if (operand->kind == CONSTRAINT_INTEGER)
        return relation_of((s32)other->value_hash, (s32)operand->value_hash);
    return relation_of(compare_strings(other, operand), 0);
}

/* A string and an integer are unequal, and have no order. */
static int compare(u32 relation, const struct constraint_pair *operand,
                   const struct constraint_pair *other)
{
    if (relation == CONSTRAINT_EQ || relation == CONSTRAINT_NE)
        return same_value(operand, other) == (relation == CONSTRAINT_EQ);
    return operand->kind == other->kind && (order(operand, other) & relation);
}

/* What most terms ask for: the pair itself, or one of that name. */
static int has_pair(const struct constraint_pair *operand,
                    const struct constraint_pairs *pairs)
{
    const struct constraint_pair *pair = pairs->pair;
    const struct constraint_pair *end = pair + pairs->count;

    for (; pair < end; pair++)
        if (same_name(operand, pair) && same_value(operand, pair))
            return 1;
    return 0;
}

static int compare_pairs(const struct constraint_test *test,
                         const struct constraint_facts *facts)
{
    const struct constraint_pair *pair = facts->other->pair;
    const struct constraint_pair *end = pair + facts->other->count;

    for (; pair < end; pair++)
        if (same_name(test->operand, pair) &&
            compare(test->relation, test->operand, pair))
            return 1;
    return 0;
}

/* Is it the side of a module that the operand names? */
INLINE int is_module(const struct constraint_pair *operand,
                     const struct constraint_pairs *pairs)
{
    return pairs->module && same_value(operand, pairs->module);
}

INLINE int is_bound(const struct constraint_pair *pair,
                    const struct constraint_facts *facts)
{
    const struct constraint_bound *b;

    for (b = facts->bound; b; b = b->next)
        if (b != facts->ignored && is_module(pair, b->pairs))
            return 1;
    return 0;
}

/* "an attempt is being made to bind the associated interface to a module
 * other than module y or [...] already bound to module x" */
static int before(const struct constraint_pair *x,
                  const struct constraint_facts *facts)
{
    const struct constraint_pair *y = x + 1;

    return !is_module(y, facts->other) || is_bound(x, facts);
}

/* "not currently bound to either module x or module y or [...] bound to
 * module x and an attempt is being made to bind to module y or [...] bound
 * to module y and an attempt is being made to bind to module x" */
static int compatible(const struct constraint_pair *x,
                      const struct constraint_facts *facts)
{
    const struct constraint_pair *y = x + 1;
    const int bound_x = is_bound(x, facts);
    const int bound_y = is_bound(y, facts);

    return (!bound_x && !bound_y) ||
           (bound_x && is_module(y, facts->other)) ||
           (bound_y && is_module(x, facts->other));
}

INLINE int holds(const struct constraint_test *test,
                 const struct constraint_facts *facts)
{
    switch (test->kind) {
    case CONSTRAINT_COMPARE:
        return test->relation == CONSTRAINT_EQ
                   ? has_pair(test->operand, facts->other)
                   : compare_pairs(test, facts);
    case CONSTRAINT_COUNT:
        return (relation_of((s32)facts->bindings,
                            (s32)test->operand->value_hash) &
                test->relation) != 0;
    case CONSTRAINT_BEFORE:
        return facts->other->module && before(test->operand, facts);
    default:
        return facts->other->module && compatible(test->operand, facts);
    }
}

int constraint_test_holds(const struct constraint_test *test,
                          const struct constraint_facts *facts)
{
    return holds(test, facts);
}

int constraint_is_bound(const struct constraint_pair *pair,
                        const struct constraint_facts *facts)
{
    return is_bound(pair, facts);
}

int constraint_same_name(const struct constraint_pair *pair,
                         const struct constraint_pair *other)
{
    return same_name(pair, other);
}

int constraint_evaluate(const struct constraint_predicate *predicate,
                        const struct constraint_facts *facts)
{
    u32 at = predicate->tests ? 0 : CONSTRAINT_ACCEPT;

    while (at < CONSTRAINT_TERMS) {
        const struct constraint_test *test = &predicate->test[at];
        at = holds(test, facts) ? test->yes : test->no;
    }
    return at == CONSTRAINT_ACCEPT;
}
