/* SPDX-License-Identifier: MIT */
/* Protection constraints: one test of a predicate, without connectives. */
#include "inside.h"

#include "../api/error.h"
#include "../lib/string.h"

static int full(struct compiler *c)
{
    return scanner_refuse(&c->s, "the end after so many terms");
}

static struct constraint_pair *add_operand(struct compiler *c)
{
    struct constraint_predicate *p = c->predicate;

    if (p->operands == CONSTRAINT_TERMS)
        return NULL;
    p->operand[p->operands] = (struct constraint_pair){ 0 };
    return &p->operand[p->operands++];
}

static struct constraint_test *add_test(struct compiler *c)
{
    struct constraint_predicate *p = c->predicate;
    struct constraint_test *test = &p->test[p->tests];

    if (p->tests == CONSTRAINT_TERMS)
        return NULL;
    *test = (struct constraint_test){
        .kind = CONSTRAINT_COMPARE, .relation = CONSTRAINT_EQ,
        .yes = CONSTRAINT_ACCEPT, .no = CONSTRAINT_REJECT,
        .operand = &p->operand[p->operands], .start = (u16)c->s.token.start,
    };
    p->tests++;
    return test;
}

static int parse_term(struct compiler *c)
{
    struct constraint_pair *pair = add_operand(c);

    return pair ? constraint_parse_pair(&c->s, pair, 1) : full(c);
}

/* A function's <moduleName, value>. */
static int parse_module(struct compiler *c)
{
    struct token start = c->s.token;
    const struct constraint_pair *pair =
        &c->predicate->operand[c->predicate->operands];
    int error = parse_term(c);

    if (error || (constraint_is_module(pair) &&
                  pair->kind != CONSTRAINT_INTEGER))
        return error;
    start.length = c->s.end - start.start;
    c->s.token = start;
    return scanner_refuse(&c->s, "<" CONSTRAINT_MODULE ", a string>");
}

static int parse_function(struct compiler *c, struct constraint_test *test,
                          enum constraint_test_kind kind)
{
    test->kind = (u8)kind;
    scanner_advance(&c->s);
    int error = scanner_expect(&c->s, '(', "'(' after the function's name");
    if (!error)
        error = parse_module(c);
    if (!error)
        error = scanner_expect(&c->s, ',', "','");
    if (!error)
        error = parse_module(c);
    return error ? error : scanner_expect(&c->s, ')', "')'");
}

static int relation_of(int token)
{
    switch (token) {
    case '<':
        return CONSTRAINT_LT;
    case '>':
        return CONSTRAINT_GT;
    case '=':
        return CONSTRAINT_EQ;
    case TOKEN_LE:
        return CONSTRAINT_LE;
    case TOKEN_GE:
        return CONSTRAINT_GE;
    case TOKEN_NE:
        return CONSTRAINT_NE;
    default:
        return 0;
    }
}

static int parse_relation(struct compiler *c, struct constraint_test *test)
{
    const int relation = relation_of(c->s.token.kind);

    if (!relation)
        return scanner_refuse(&c->s, "one of = != < <= > >=");
    test->relation = (u8)relation;
    scanner_advance(&c->s);
    return 0;
}

/* What a comparison compares: bindcount(), or pairs of that name. */
static int parse_subject(struct compiler *c, struct constraint_test *test,
                         struct constraint_pair *pair)
{
    if (!scanner_is(&c->s, "bindcount"))
        return constraint_parse_name(&c->s, pair);
    test->kind = CONSTRAINT_COUNT;
    scanner_advance(&c->s);
    const int error = scanner_expect(&c->s, '(', "'(' after bindcount");
    return error ? error : scanner_expect(&c->s, ')', "')'");
}

static int parse_literal(struct compiler *c, const struct constraint_test *test,
                         struct constraint_pair *pair)
{
    if (test->kind == CONSTRAINT_COUNT && c->s.token.kind != TOKEN_INTEGER)
        return scanner_refuse(&c->s, "an integer from -2147483648 to "
                              "2147483647");
    return constraint_parse_value(&c->s, pair);
}

static int parse_comparison(struct compiler *c, struct constraint_test *test)
{
    struct constraint_pair *pair = add_operand(c);

    if (!pair)
        return full(c);
    int error = parse_subject(c, test, pair);
    if (!error)
        error = parse_relation(c, test);
    return error ? error : parse_literal(c, test, pair);
}

/* 3 > bindcount(): below and above change places. */
static int parse_mirrored(struct compiler *c, struct constraint_test *test)
{
    struct constraint_pair *pair = add_operand(c);

    if (!pair)
        return full(c);
    const struct token literal = c->s.token;
    int error = constraint_parse_value(&c->s, pair);
    if (!error)
        error = parse_relation(c, test);
    if (!error)
        error = parse_subject(c, test, pair);
    if (error)
        return error;
    test->relation = (u8)((test->relation & CONSTRAINT_EQ) |
                          (test->relation & CONSTRAINT_LT) << 2 |
                          (test->relation & CONSTRAINT_GT) >> 2);
    if (test->kind == CONSTRAINT_COUNT && pair->kind != CONSTRAINT_INTEGER) {
        c->s.token = literal;
        return scanner_refuse(&c->s, "an integer to compare bindcount() with");
    }
    return 0;
}

static int is_literal(const struct compiler *c)
{
    return c->s.token.kind == TOKEN_INTEGER || c->s.token.kind == '"' ||
           c->s.token.kind == TOKEN_STRING || c->s.token.kind == TOKEN_OTHER;
}

static int parse_test_kind(struct compiler *c, struct constraint_test *test)
{
    if (c->s.token.kind == '<')
        return parse_term(c);
    if (scanner_is(&c->s, "before"))
        return parse_function(c, test, CONSTRAINT_BEFORE);
    if (scanner_is(&c->s, "compatible"))
        return parse_function(c, test, CONSTRAINT_COMPATIBLE);
    if (is_literal(c))
        return parse_mirrored(c, test);
    if (c->s.token.kind == TOKEN_NAME && (scanner_is(&c->s, "bindcount") ||
                                          !scanner_is_reserved(&c->s)))
        return parse_comparison(c, test);
    return scanner_refuse(&c->s, "'<', a name, a function, 'not' or '('");
}

int constraint_parse_test(struct compiler *c)
{
    struct constraint_test *test = add_test(c);

    if (!test)
        return full(c);
    const int error = parse_test_kind(c, test);
    test->part = test->start;
    test->end = test->part_end = (u16)c->s.end;
    return error;
}
