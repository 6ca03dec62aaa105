/* SPDX-License-Identifier: MIT */
/* Protection constraints: why a predicate does not hold. */
#include "inside.h"

#include <stdarg.h>

#include "../lib/format.h"

#define PART_SHOWN 120         /* characters of a part, and of a value: more */
#define VALUE_SHOWN 64         /* would leave no room for the others */

struct sink {
    char *text;
    u32 size, length;
};

static void put(struct sink *to, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct sink *to, const char *fmt, ...)
{
    const u32 at = to->length < to->size ? to->length : to->size;
    va_list args;

    va_start(args, fmt);
    to->length += (u32)format_va(to->text + at, to->size - at, fmt, args);
    va_end(args);
}

/* At most so many characters of it, with the last ones as dots. */
static void put_start(struct sink *to, const char *text, u32 length, u32 most)
{
    if (length <= most)
        put(to, "%.*s", (int)length, text);
    else
        put(to, "%.*s...", (int)most - 3, text);
}

static void put_value(struct sink *to, const struct constraint_pair *pair)
{
    const char *quote = pair->kind == CONSTRAINT_STRING ? "\"" : "";

    put(to, "%s", quote);
    put_start(to, pair->value, pair->value_length, VALUE_SHOWN);
    put(to, "%s", quote);
}

static void put_pair(struct sink *to, const struct constraint_pair *pair)
{
    put(to, "<");
    put_start(to, pair->name, pair->name_length, VALUE_SHOWN);
    put(to, ", ");
    put_value(to, pair);
    put(to, ">");
}

/* What the other side has of that name. */
static void put_other(struct sink *to,
                      const struct constraint_pair *operand,
                      const struct constraint_pairs *pairs)
{
    u32 found = 0;

    put(to, "the other side has ");
    for (u32 i = 0; i < pairs->count; i++) {
        const struct constraint_pair *pair = &pairs->pair[i];
        if (!constraint_same_name(operand, pair))
            continue;
        put(to, found++ ? " " : "");
        put_pair(to, pair);
    }
    if (!found) {
        put(to, "no pair named ");
        put_start(to, operand->name, operand->name_length, VALUE_SHOWN);
    }
}

static void put_bound(struct sink *to,
                      const struct constraint_pair *operand,
                      const struct constraint_facts *facts)
{
    put_value(to, operand);
    put(to, constraint_is_bound(operand, facts) ? " is bound"
                                                      : " is not bound");
}

/* The facts that a test went by. */
static void put_facts(struct sink *to, const struct constraint_test *test,
                      const struct constraint_facts *facts)
{
    const struct constraint_pair *operand = test->operand;

    if (test->kind == CONSTRAINT_COUNT) {
        put(to, "bindcount() is %u", facts->bindings);
        return;
    }
    put_other(to, operand, facts->other);
    if (test->kind == CONSTRAINT_COMPARE)
        return;
    put(to, ", ");
    put_bound(to, operand, facts);
    if (test->kind == CONSTRAINT_BEFORE)
        return;
    put(to, ", ");
    put_bound(to, operand + 1, facts);
}

static void put_text(struct sink *to, const char *text, u32 start, u32 end)
{
    put_start(to, text + start, end - start, PART_SHOWN);
}

static u32 step(const struct constraint_predicate *p, u32 at,
                const struct constraint_facts *facts)
{
    const struct constraint_test *test = &p->test[at];

    return constraint_test_holds(test, facts) ? test->yes : test->no;
}

/* The last test before REJECT; and how many of its part were made. */
static const struct constraint_test *find_last(
    const struct constraint_predicate *p, const struct constraint_facts *facts,
    u32 *made)
{
    const struct constraint_test *last = NULL;

    *made = 0;
    for (u32 at = 0; at < p->tests; at = step(p, at, facts)) {
        *made = last && last->part == p->test[at].part ? *made + 1 : 1;
        last = &p->test[at];
    }
    return last;
}

void constraint_explain(const struct constraint_predicate *p,
                        const struct constraint_facts *facts,
                        char *reason, u32 size)
{
    struct sink to = { reason, size, 0 };
    u32 line, column, made;
    const struct constraint_test *last = find_last(p, facts, &made);

    if (!last || !size)
        return;
    constraint_position(p->text, last->part, &line, &column);
    put_text(&to, p->text, last->part, last->part_end);
    put(&to, " at line %u, column %u does not hold:", line, column);
    for (u32 at = 0; at < p->tests; at = step(p, at, facts)) {
        const struct constraint_test *test = &p->test[at];
        if (test->part != last->part)
            continue;
        put(&to, " ");
        if (made > 1) {
            put_text(&to, p->text, test->start, test->end);
            put(&to, constraint_test_holds(test, facts)
                         ? " is true (" : " is false (");
        }
        put_facts(&to, test, facts);
        put(&to, made > 1 ? ")" : "");
    }
    format_printable(reason);
}
