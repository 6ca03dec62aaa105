/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints (paper 3.2): the pairs of one side, a predicate
 * over the other's. README.md has grammar and meaning. Pure:
 * compiled once at load, into structures of fixed size; evaluated at bind
 * time without a scan of the texts, without a stack and without allocation.
 *
 * A compiled predicate is a row of tests. Each names the test to go on with
 * where it holds (`yes`) and where it does not (`no`): later ones only, so
 * that evaluation ends; `and`, `or` and `not` are in these numbers alone.
 */
#pragma once

#include "../api/types.h"

#define CONSTRAINT_TERMS 32             /* pairs of one text, at most; of a
                                           predicate also comparisons, and a
                                           function of two pairs counts two */
#define CONSTRAINT_DEPTH 16             /* nested parentheses */
#define CONSTRAINT_TEXT_SIZE 512        /* of one text, with its NUL */
#define CONSTRAINT_MODULE "moduleName"  /* the name that functions go by */

enum constraint_value {
    CONSTRAINT_STRING, CONSTRAINT_INTEGER, CONSTRAINT_WILDCARD,
};

/* Its bits: 1 holds below, 2 where equal, 4 above. */
enum constraint_relation {
    CONSTRAINT_LT = 1, CONSTRAINT_EQ = 2, CONSTRAINT_LE = 3,
    CONSTRAINT_GT = 4, CONSTRAINT_NE = 5, CONSTRAINT_GE = 6,
};

/* Names and strings stay in the text; what is compared first is a hash. */
struct constraint_pair {
    u32 name_hash, value_hash;          /* value_hash: or the integer */
    const char *name, *value;           /* in the text, without quotes */
    u16 name_length, value_length;      /* bytes */
    u32 kind;                           /* enum constraint_value */
};

struct constraint_pairs {
    const char *text;                   /* must outlive the structure */
    u32 count;
    const struct constraint_pair *module;   /* moduleName's, or NULL */
    struct constraint_pair pair[CONSTRAINT_TERMS];
};

enum constraint_test_kind {
    CONSTRAINT_COMPARE,                 /* a pair of the other side's */
    CONSTRAINT_COUNT,                   /* bindcount() */
    CONSTRAINT_BEFORE, CONSTRAINT_COMPATIBLE,   /* of operand, operand + 1 */
};

enum { CONSTRAINT_ACCEPT = 254, CONSTRAINT_REJECT = 255 };

struct constraint_test {
    u8 kind;                            /* enum constraint_test_kind */
    u8 relation;                        /* enum constraint_relation */
    u8 yes, no;                         /* a later test, ACCEPT or REJECT */
    const struct constraint_pair *operand;  /* its first one */
    u16 start, end;                     /* its text */
    /* The text of the least part that must hold for the predicate to. */
    u16 part, part_end;
};

struct constraint_predicate {
    const char *text;                   /* must outlive the structure */
    u32 tests, operands;
    struct constraint_test test[CONSTRAINT_TERMS];
    struct constraint_pair operand[CONSTRAINT_TERMS];
};

/*
 * Compile text (NULL: empty). 0; or E_CONSTRAINT, nothing compiled, and a
 * reason that names line, column, what was found and what was expected.
 */
int constraint_compile_pairs(struct constraint_pairs *pairs, const char *text,
                             char *reason, u32 size);
int constraint_compile_predicate(struct constraint_predicate *predicate,
                                 const char *text, char *reason, u32 size);

/* One binding, for who is at either end: the pairs of the other end. */
struct constraint_bound {
    struct constraint_bound *next;
    struct constraint_bound **back;         /* what leads here; the list's
                                               owner uses it */
    const struct constraint_pairs *pairs;
};

/* What a predicate is evaluated on: the attempt, and what is bound now to
 * the interface or receptacle that the predicate belongs to. */
struct constraint_facts {
    const struct constraint_pairs *other;   /* of the attempt's other side */
    u32 bindings;                           /* bindcount() */
    const struct constraint_bound *bound;   /* these bindings, and ... */
    const struct constraint_bound *ignored; /* ... the one that does not
                                               count, or NULL */
};

/* Does it hold? An empty predicate does. */
int constraint_evaluate(const struct constraint_predicate *predicate,
                        const struct constraint_facts *facts);

/* Of a predicate that does not hold on these facts: which part of it, and
 * on which values. */
void constraint_explain(const struct constraint_predicate *predicate,
                        const struct constraint_facts *facts,
                        char *reason, u32 size);
