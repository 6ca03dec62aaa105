/* SPDX-License-Identifier: MIT */
/* What the files of the constraint language share. */
#pragma once

#include "constraint.h"

/* A token's kind: one of these, or the character that it is. */
enum {
    TOKEN_END, TOKEN_NAME = 256, TOKEN_STRING, TOKEN_INTEGER, TOKEN_OTHER,
    TOKEN_LE, TOKEN_GE, TOKEN_NE,
};

struct token {
    int kind;
    u32 start, length;                  /* with the quotes of a string */
    s32 number;
};

struct scanner {
    const char *text;
    u32 at;                             /* where the next one is looked for */
    u32 end;                            /* of the token before */
    struct token token;                 /* the one being looked at */
    char *reason;
    u32 size;
};

/* Look at the first token: 0, or E_CONSTRAINT if the text is too long. */
int scanner_init(struct scanner *s, const char *text, char *reason, u32 size);
void scanner_advance(struct scanner *s);
/* Is the token this word? One of the language's own? */
int scanner_is(const struct scanner *s, const char *word);
int scanner_is_reserved(const struct scanner *s);
/* E_CONSTRAINT: found the token, expected something else. */
int scanner_refuse(struct scanner *s, const char *expected);
/* Advance over a token of that kind, or refuse it. */
int scanner_expect(struct scanner *s, int kind, const char *expected);

/* pairs.c: the parts of a pair, into it. */
int constraint_parse_name(struct scanner *s, struct constraint_pair *pair);
int constraint_parse_value(struct scanner *s, struct constraint_pair *pair);
/* is_term: its value may be wildcard(). */
int constraint_parse_pair(struct scanner *s, struct constraint_pair *pair,
                          int is_term);
int constraint_parse_wildcard(struct scanner *s, struct constraint_pair *pair);
/* Is its name moduleName? */
int constraint_is_module(const struct constraint_pair *pair);

struct compiler {
    struct scanner s;
    struct constraint_predicate *predicate;
    u32 depth;                          /* of open parentheses */
};

/* test.c: a term, a comparison or a function, to the predicate. */
int constraint_parse_test(struct compiler *c);

/* evaluate.c: does that one test hold? */
int constraint_test_holds(const struct constraint_test *test,
                          const struct constraint_facts *facts);
/* Have the two the same name? */
int constraint_same_name(const struct constraint_pair *pair,
                         const struct constraint_pair *other);
/* Is the interface bound to a module that this operand names? */
int constraint_is_bound(const struct constraint_pair *pair,
                        const struct constraint_facts *facts);
void constraint_position(const char *text, u32 offset, u32 *line,
                         u32 *column);
