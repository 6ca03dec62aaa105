/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints (paper 3.2): pairs, and a predicate over the other
 * side's pairs. Pure: compiled once at load, evaluated at bind time without
 * a scan of the texts.
 *
 *     pairs     = [ pair { [","] pair } ]
 *     predicate = [ pair { "and" pair } ]
 *     pair      = "<" name "," value ">"
 *     name      = letter or _, then letters, digits and _
 *     value     = "string" | string, written as a name | integer
 *
 * A term holds if the other side has an equal pair: the same name, and the
 * same string or the same integer. "1" and 1 differ; "flat" and flat do not.
 * An empty or absent predicate is true. Compiling refuses everything else,
 * also the rest of the language (or, not, parentheses, functions,
 * comparisons), which is still to come.
 */
#pragma once

#include "../api/types.h"

#define CONSTRAINT_TERMS 32             /* of one text, at most */
#define CONSTRAINT_TEXT_SIZE 512        /* of one text, with its NUL */

enum constraint_kind { CONSTRAINT_PAIRS, CONSTRAINT_PREDICATE };

enum constraint_value { CONSTRAINT_STRING, CONSTRAINT_INTEGER };

/* Names and strings stay in the text; what is compared first is a hash. */
struct constraint_term {
    u32 name_hash, value_hash;          /* value_hash: or the integer */
    u16 name, name_length;              /* offset in the text, bytes */
    u16 value, value_length;
    u16 start;                          /* offset of its "<" */
    u16 value_kind;                     /* enum constraint_value */
};

struct constraint {
    const char *text;                   /* must outlive the structure */
    u32 terms;
    struct constraint_term term[CONSTRAINT_TERMS];
};

/*
 * Compile text (NULL: empty). 0; or E_CONSTRAINT with no terms and a reason,
 * which names line, column, what was found and what was expected.
 */
int constraint_compile(struct constraint *constraint,
                       enum constraint_kind kind, const char *text,
                       char *reason, u32 size);

/* The same check, without keeping the result. */
int constraint_check_text(enum constraint_kind kind, const char *text,
                          char *reason, u32 size);

/*
 * 1 if the predicate of one side holds on the pairs of the other; else 0,
 * and the reason says which term failed, and what the other side has.
 */
int constraint_evaluate(const struct constraint *predicate,
                        const struct constraint *pairs,
                        char *reason, u32 size);
