/* SPDX-License-Identifier: MIT */
/* Protection constraints: pairs, on their own and in predicates. */
#include "inside.h"

#include "../api/error.h"
#include "../lib/crc32.h"
#include "../lib/string.h"

int constraint_parse_name(struct scanner *s, struct constraint_pair *pair)
{
    if (s->token.kind != TOKEN_NAME || scanner_is_reserved(s))
        return scanner_refuse(s, "a name");
    pair->name = s->text + s->token.start;
    pair->name_length = (u16)s->token.length;
    pair->name_hash = crc32(0, pair->name, pair->name_length);
    scanner_advance(s);
    return 0;
}

static void set_value(const struct scanner *s, struct constraint_pair *pair,
                      enum constraint_value kind)
{
    u32 quote = s->token.kind == TOKEN_STRING;

    pair->kind = kind;
    pair->value = s->text + s->token.start + quote;
    pair->value_length = (u16)(s->token.length - 2 * quote);
    if (kind == CONSTRAINT_INTEGER)
        pair->value_hash = (u32)s->token.number;
    else
        pair->value_hash = crc32(0, pair->value, pair->value_length);
}

int constraint_parse_value(struct scanner *s, struct constraint_pair *pair)
{
    if (s->token.kind == '"')
        return scanner_refuse(s, "a string that ends on its line, without \\");
    if (s->token.kind == TOKEN_OTHER)
        return scanner_refuse(s, "an integer from -2147483648 to 2147483647");
    if (s->token.kind == TOKEN_INTEGER)
        set_value(s, pair, CONSTRAINT_INTEGER);
    else if (s->token.kind == TOKEN_STRING ||
             (s->token.kind == TOKEN_NAME && !scanner_is_reserved(s)))
        set_value(s, pair, CONSTRAINT_STRING);
    else
        return scanner_refuse(s, "a string, a name or an integer");
    scanner_advance(s);
    return 0;
}

/* At the word: its parentheses are part of the value's text. */
int constraint_parse_wildcard(struct scanner *s, struct constraint_pair *pair)
{
    set_value(s, pair, CONSTRAINT_WILDCARD);
    scanner_advance(s);
    int error = scanner_expect(s, '(', "'(' after wildcard");
    if (!error)
        error = scanner_expect(s, ')', "')'");
    pair->value_length = (u16)(s->text + s->end - pair->value);
    return error;
}

int constraint_parse_pair(struct scanner *s, struct constraint_pair *pair,
                          int is_term)
{
    int error = scanner_expect(s, '<', "'<'");

    if (!error)
        error = constraint_parse_name(s, pair);
    if (!error)
        error = scanner_expect(s, ',', "','");
    if (!error)
        error = is_term && scanner_is(s, "wildcard")
                    ? constraint_parse_wildcard(s, pair)
                    : constraint_parse_value(s, pair);
    return error ? error : scanner_expect(s, '>', "'>'");
}

int constraint_is_module(const struct constraint_pair *pair)
{
    return pair->name_length == strlen(CONSTRAINT_MODULE) &&
           memcmp(pair->name, CONSTRAINT_MODULE, pair->name_length) == 0;
}

/* A module has one name, and it is a string (paper 3.2). The pair has been
 * read; `start` is the offset of its "<". */
static int note_module(struct scanner *s, u32 start,
                       struct constraint_pairs *pairs,
                       const struct constraint_pair *pair)
{
    if (!constraint_is_module(pair))
        return 0;
    if (!pairs->module && pair->kind == CONSTRAINT_STRING) {
        pairs->module = pair;
        return 0;
    }
    s->token = (struct token){ TOKEN_OTHER, start, s->end - start, 0 };
    return scanner_refuse(s, pairs->module
                                 ? "one " CONSTRAINT_MODULE " and no more"
                                 : "a string for " CONSTRAINT_MODULE);
}

static int parse_all(struct scanner *s, struct constraint_pairs *pairs)
{
    while (s->token.kind != TOKEN_END) {
        struct constraint_pair *pair = &pairs->pair[pairs->count];
        const u32 start = s->token.start;
        if (pairs->count == CONSTRAINT_TERMS)
            return scanner_refuse(s, "the end after so many pairs");
        int error = constraint_parse_pair(s, pair, 0);
        if (!error)
            error = note_module(s, start, pairs, pair);
        if (error)
            return error;
        pairs->count++;
        if (s->token.kind != ',')
            continue;
        scanner_advance(s);
        if (s->token.kind == TOKEN_END)
            return scanner_refuse(s, "'<'");
    }
    return 0;
}

int constraint_compile_pairs(struct constraint_pairs *pairs, const char *text,
                             char *reason, u32 size)
{
    struct scanner s;

    pairs->text = text ? text : "";
    pairs->count = 0;
    pairs->module = NULL;
    int error = scanner_init(&s, pairs->text, reason, size);
    if (!error)
        error = parse_all(&s, pairs);
    if (error) {
        pairs->count = 0;
        pairs->module = NULL;
    }
    return error;
}
