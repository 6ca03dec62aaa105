/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints: scanner, compiler, evaluation.
 *
 * Invariant: every offset in a compiled term lies inside the text, which is
 * shorter than CONSTRAINT_TEXT_SIZE.
 */
#include "constraint.h"

#include "../api/error.h"
#include "../crc32.h"
#include "../format.h"
#include "../string.h"

#define SHOWN 32                /* characters of a token in a reason */

/* A token's kind: one of these, or the character that it is. */
enum { TOKEN_END, TOKEN_NAME = 256, TOKEN_STRING, TOKEN_INTEGER, TOKEN_OTHER };

struct token {
    int kind;
    u32 start, length;          /* with the quotes of a string */
    s32 number;
};

struct compiler {
    struct constraint *constraint;
    const char *text;
    u32 at;                     /* where the next token is looked for */
    struct token token;         /* the one being looked at */
    char *reason;
    u32 size;
};

static const char *const coming[] = {
    "or", "not", "before", "compatible", "wildcard", "bindcount",
    "(", ")", "=", "!",
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int token_is(const struct compiler *c, const char *word)
{
    return c->token.length == strlen(word) &&
           memcmp(c->text + c->token.start, word, c->token.length) == 0;
}

static void position(const char *text, u32 offset, u32 *line, u32 *column)
{
    *line = *column = 1;
    for (u32 i = 0; i < offset; i++, (*column)++) {
        if (text[i] == '\n') {
            (*line)++;
            *column = 0;
        }
    }
}

static int is_coming(const struct compiler *c)
{
    for (u32 i = 0; i < ARRAY_SIZE(coming); i++)
        if (token_is(c, coming[i]))
            return 1;
    return 0;
}

/* Refuse the current token: found it, expected something else. */
static int refuse(struct compiler *c, const char *expected)
{
    const char *later = "; the full language is not supported yet";
    const struct token *token = &c->token;
    u32 length = token->length < SHOWN ? token->length : SHOWN;
    u32 line, column;
    char found[SHOWN + 3] = "the end";

    if (token->kind != TOKEN_END)
        format(found, sizeof(found), "'%.*s'", (int)length,
               c->text + token->start);
    position(c->text, token->start, &line, &column);
    format(c->reason, c->size, "line %u, column %u: found %s, expected %s%s",
           line, column, found, expected, is_coming(c) ? later : "");
    if (c->size)
        format_printable(c->reason);
    c->constraint->terms = 0;
    return E_CONSTRAINT;
}

static u32 scan_name(const char *text)
{
    u32 length = 1;

    while (is_letter(text[length]) || is_digit(text[length]))
        length++;
    return length;
}

/* 0: it does not end on its line, or has an escape, which are reserved. */
static u32 scan_string(const char *text)
{
    u32 length = 1;

    while (text[length] != '"') {
        if (!text[length] || text[length] == '\n' || text[length] == '\\')
            return 0;
        length++;
    }
    return length + 1;
}

static int scan_integer(const char *text, struct token *token)
{
    u32 negative = text[0] == '-', n = 0, digit;
    u32 max = 0x7fffffffu + negative;

    token->length = negative;
    token->kind = is_digit(text[negative]) ? TOKEN_INTEGER : TOKEN_OTHER;
    for (; is_digit(text[token->length]); token->length++) {
        digit = (u32)(text[token->length] - '0');
        if (n > (max - digit) / 10)
            token->kind = TOKEN_OTHER;
        else
            n = n * 10 + digit;
    }
    if (is_letter(text[token->length])) {
        token->kind = TOKEN_OTHER;
        token->length += scan_name(text + token->length);
    }
    token->number = (s32)(negative ? 0 - n : n);
    return token->kind;
}

static void scan(const char *text, struct token *token)
{
    token->length = 1;
    token->kind = *text;
    if (!*text) {
        token->length = 0;
    } else if (is_letter(*text)) {
        token->kind = TOKEN_NAME;
        token->length = scan_name(text);
    } else if (is_digit(*text) || *text == '-') {
        token->kind = scan_integer(text, token);
    } else if (*text == '"' && scan_string(text)) {
        token->kind = TOKEN_STRING;
        token->length = scan_string(text);
    }
}

static void advance(struct compiler *c)
{
    const char *text = c->text;

    while (text[c->at] == ' ' || text[c->at] == '\t' || text[c->at] == '\n' ||
           text[c->at] == '\r')
        c->at++;
    c->token.start = c->at;
    scan(text + c->at, &c->token);
    c->at += c->token.length;
}

static int is_reserved(const struct compiler *c)
{
    return token_is(c, "and") || is_coming(c);
}

static int expect(struct compiler *c, int kind, const char *expected)
{
    if (c->token.kind != kind)
        return refuse(c, expected);
    advance(c);
    return 0;
}

static int compile_name(struct compiler *c, struct constraint_term *term)
{
    if (c->token.kind != TOKEN_NAME || is_reserved(c))
        return refuse(c, "a name");
    term->name = (u16)c->token.start;
    term->name_length = (u16)c->token.length;
    term->name_hash = crc32(0, c->text + term->name, term->name_length);
    advance(c);
    return 0;
}

static void set_string(struct compiler *c, struct constraint_term *term)
{
    u32 quote = c->token.kind == TOKEN_STRING;

    term->value_kind = CONSTRAINT_STRING;
    term->value = (u16)(c->token.start + quote);
    term->value_length = (u16)(c->token.length - 2 * quote);
    term->value_hash = crc32(0, c->text + term->value, term->value_length);
}

static void set_integer(struct compiler *c, struct constraint_term *term)
{
    term->value_kind = CONSTRAINT_INTEGER;
    term->value = (u16)c->token.start;
    term->value_length = (u16)c->token.length;
    term->value_hash = (u32)c->token.number;
}

static int compile_value(struct compiler *c, struct constraint_term *term)
{
    if (c->token.kind == '"')
        return refuse(c, "a string that ends on its line, without \\");
    if (c->token.kind == TOKEN_OTHER)
        return refuse(c, "an integer from -2147483648 to 2147483647");
    if (c->token.kind == TOKEN_INTEGER)
        set_integer(c, term);
    else if (c->token.kind == TOKEN_STRING ||
             (c->token.kind == TOKEN_NAME && !is_reserved(c)))
        set_string(c, term);
    else
        return refuse(c, "a string, a name or an integer");
    advance(c);
    return 0;
}

static int compile_pair(struct compiler *c)
{
    struct constraint *constraint = c->constraint;
    struct constraint_term *term = &constraint->term[constraint->terms];

    if (c->token.kind != '<')
        return refuse(c, "'<'");
    if (constraint->terms == CONSTRAINT_TERMS)
        return refuse(c, "the end after so many pairs");
    term->start = (u16)c->token.start;
    advance(c);
    int error = compile_name(c, term);
    if (!error)
        error = expect(c, ',', "','");
    if (!error)
        error = compile_value(c, term);
    if (!error)
        error = expect(c, '>', "'>'");
    if (!error)
        constraint->terms++;
    return error;
}

static int compile_pairs(struct compiler *c)
{
    while (c->token.kind != TOKEN_END) {
        int error = compile_pair(c);
        if (error)
            return error;
        if (c->token.kind != ',')
            continue;
        advance(c);
        if (c->token.kind == TOKEN_END)
            return refuse(c, "'<'");
    }
    return 0;
}

static int compile_predicate(struct compiler *c)
{
    if (c->token.kind == TOKEN_END)
        return 0;
    for (;;) {
        int error = compile_pair(c);
        if (error)
            return error;
        if (c->token.kind == TOKEN_END)
            return 0;
        if (!token_is(c, "and"))
            return refuse(c, "'and' or the end");
        advance(c);
    }
}

int constraint_compile(struct constraint *constraint,
                       enum constraint_kind kind, const char *text,
                       char *reason, u32 size)
{
    struct compiler c = { .constraint = constraint, .text = text ? text : "",
                          .reason = reason, .size = size };

    constraint->text = c.text;
    constraint->terms = 0;
    if (strlen(c.text) >= CONSTRAINT_TEXT_SIZE) {
        format(reason, size, "longer than %u characters",
               CONSTRAINT_TEXT_SIZE - 1);
        return E_CONSTRAINT;
    }
    advance(&c);
    return kind == CONSTRAINT_PAIRS ? compile_pairs(&c)
                                    : compile_predicate(&c);
}

int constraint_check_text(enum constraint_kind kind, const char *text,
                          char *reason, u32 size)
{
    struct constraint constraint;

    return constraint_compile(&constraint, kind, text, reason, size);
}

/* A term and the text that it is an offset in. */
struct operand {
    const char *text;
    const struct constraint_term *term;
};

static int same_name(struct operand a, struct operand b)
{
    return a.term->name_hash == b.term->name_hash &&
           a.term->name_length == b.term->name_length &&
           memcmp(a.text + a.term->name, b.text + b.term->name,
                  a.term->name_length) == 0;
}

static int same_value(struct operand a, struct operand b)
{
    if (a.term->value_kind != b.term->value_kind ||
        a.term->value_hash != b.term->value_hash)
        return 0;
    if (a.term->value_kind == CONSTRAINT_INTEGER)
        return 1;
    return a.term->value_length == b.term->value_length &&
           memcmp(a.text + a.term->value, b.text + b.term->value,
                  a.term->value_length) == 0;
}

/* *near: a pair that has at least the name, to tell what was found. */
static int holds(struct operand wanted, const struct constraint *pairs,
                 struct operand *near)
{
    for (u32 i = 0; i < pairs->terms; i++) {
        struct operand pair = { pairs->text, &pairs->term[i] };

        if (!same_name(wanted, pair))
            continue;
        if (same_value(wanted, pair))
            return 1;
        *near = pair;
    }
    return 0;
}

static void describe(struct operand operand, char *to, u32 size)
{
    const struct constraint_term *term = operand.term;
    const char *quote = term->value_kind == CONSTRAINT_STRING ? "\"" : "";

    format(to, size, "<%.*s, %s%.*s%s>", (int)term->name_length,
           operand.text + term->name, quote, (int)term->value_length,
           operand.text + term->value, quote);
}

static int refuse_term(struct operand wanted, struct operand near,
                       char *reason, u32 size)
{
    char term[96], other[96];
    u32 line, column;

    position(wanted.text, wanted.term->start, &line, &column);
    describe(wanted, term, sizeof(term));
    if (near.term)
        describe(near, other, sizeof(other));
    else
        format(other, sizeof(other), "no pair named %.*s",
               (int)wanted.term->name_length, wanted.text + wanted.term->name);
    format(reason, size, "%s at line %u, column %u does not hold: "
           "the other side has %s", term, line, column, other);
    if (size)
        format_printable(reason);
    return 0;
}

int constraint_evaluate(const struct constraint *predicate,
                        const struct constraint *pairs,
                        char *reason, u32 size)
{
    for (u32 i = 0; i < predicate->terms; i++) {
        struct operand wanted = { predicate->text, &predicate->term[i] };
        struct operand near = { NULL, NULL };

        if (!holds(wanted, pairs, &near))
            return refuse_term(wanted, near, reason, size);
    }
    return 1;
}
