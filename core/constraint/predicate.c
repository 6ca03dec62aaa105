/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints: from a predicate to its row of tests.
 *
 * Invariant: while an expression is being read, the tests of what has been
 * read of it go on to ACCEPT where that part holds and to REJECT where it
 * does not; a connective only redirects one of the two.
 */
#include "inside.h"

#include "../api/error.h"

static int parse_or(struct compiler *c);

static int parse_parentheses(struct compiler *c)
{
    if (c->depth == CONSTRAINT_DEPTH)
        return scanner_refuse(&c->s, "fewer parentheses in each other");
    c->depth++;
    scanner_advance(&c->s);
    int error = parse_or(c);
    if (!error)
        error = scanner_expect(&c->s, ')', "'and', 'or' or ')'");
    c->depth--;
    return error;
}

/* From test `first` on: they make up one part of the predicate. */
static void mark_part(struct compiler *c, u32 first, u32 start)
{
    for (u32 i = first; i < c->predicate->tests; i++) {
        c->predicate->test[i].part = (u16)start;
        c->predicate->test[i].part_end = (u16)c->s.end;
    }
}

static u8 opposite(u8 target)
{
    return target == CONSTRAINT_ACCEPT ? CONSTRAINT_REJECT :
           target == CONSTRAINT_REJECT ? CONSTRAINT_ACCEPT : target;
}

static void negate(struct compiler *c, u32 first)
{
    for (u32 i = first; i < c->predicate->tests; i++) {
        struct constraint_test *test = &c->predicate->test[i];
        test->yes = opposite(test->yes);
        test->no = opposite(test->no);
    }
}

static int parse_not(struct compiler *c)
{
    const u32 first = c->predicate->tests, start = c->s.token.start;
    u32 negations = 0;

    for (; scanner_is(&c->s, "not"); negations++)
        scanner_advance(&c->s);
    const int error = c->s.token.kind == '(' ? parse_parentheses(c)
                                             : constraint_parse_test(c);
    if (!error && negations) {
        if (negations & 1)
            negate(c, first);
        mark_part(c, first, start);
    }
    return error;
}

/* Those from `first` on that went to `from` go on to what comes next. */
static void redirect(struct compiler *c, u32 first, u8 from)
{
    const u8 next = (u8)c->predicate->tests;

    for (u32 i = first; i < next; i++) {
        struct constraint_test *test = &c->predicate->test[i];
        if (test->yes == from)
            test->yes = next;
        if (test->no == from)
            test->no = next;
    }
}

static int parse_and(struct compiler *c)
{
    const u32 first = c->predicate->tests;
    int error = parse_not(c);

    while (!error && scanner_is(&c->s, "and")) {
        redirect(c, first, CONSTRAINT_ACCEPT);
        scanner_advance(&c->s);
        error = parse_not(c);
    }
    return error;
}

static int parse_or(struct compiler *c)
{
    const u32 first = c->predicate->tests, start = c->s.token.start;
    int error = parse_and(c);

    while (!error && scanner_is(&c->s, "or")) {
        redirect(c, first, CONSTRAINT_REJECT);
        scanner_advance(&c->s);
        error = parse_and(c);
        mark_part(c, first, start);
    }
    return error;
}

int constraint_compile_predicate(struct constraint_predicate *predicate,
                                 const char *text, char *reason, u32 size)
{
    struct compiler c = { .predicate = predicate };

    predicate->text = text ? text : "";
    predicate->tests = predicate->operands = 0;
    int error = scanner_init(&c.s, predicate->text, reason, size);
    if (!error && c.s.token.kind != TOKEN_END)
        error = parse_or(&c);
    if (!error && c.s.token.kind != TOKEN_END)
        error = scanner_refuse(&c.s, "'and', 'or' or the end");
    if (error)
        predicate->tests = predicate->operands = 0;
    return error;
}
