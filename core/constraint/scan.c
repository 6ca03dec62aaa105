/* SPDX-License-Identifier: MIT */
/*
 * Protection constraints: from characters to tokens.
 *
 * Invariant: every offset lies inside the text, which is shorter than
 * CONSTRAINT_TEXT_SIZE.
 */
#include "inside.h"

#include "../api/error.h"
#include "../lib/format.h"
#include "../lib/string.h"

#define SHOWN 32                /* characters of a token in a reason */

static const char *const reserved[] = {
    "and", "or", "not", "before", "compatible", "wildcard", "bindcount",
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
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

static void scan_relation(const char *text, struct token *token)
{
    if (text[1] != '=' || (*text != '<' && *text != '>' && *text != '!'))
        return;
    token->kind = *text == '<' ? TOKEN_LE : *text == '>' ? TOKEN_GE : TOKEN_NE;
    token->length = 2;
}

static void scan(const char *text, struct token *token)
{
    token->length = 1;
    token->kind = (u8)*text;
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
    } else {
        scan_relation(text, token);
    }
}

void scanner_advance(struct scanner *s)
{
    const char *text = s->text;

    s->end = s->at;
    while (text[s->at] == ' ' || text[s->at] == '\t' || text[s->at] == '\n' ||
           text[s->at] == '\r')
        s->at++;
    s->token.start = s->at;
    scan(text + s->at, &s->token);
    s->at += s->token.length;
}

int scanner_init(struct scanner *s, const char *text, char *reason, u32 size)
{
    *s = (struct scanner){ .text = text, .reason = reason, .size = size };
    if (strlen(text) >= CONSTRAINT_TEXT_SIZE) {
        format(reason, size, "longer than %u characters",
               CONSTRAINT_TEXT_SIZE - 1);
        return E_CONSTRAINT;
    }
    scanner_advance(s);
    return 0;
}

int scanner_is(const struct scanner *s, const char *word)
{
    return s->token.length == strlen(word) &&
           memcmp(s->text + s->token.start, word, s->token.length) == 0;
}

int scanner_is_reserved(const struct scanner *s)
{
    for (u32 i = 0; i < ARRAY_SIZE(reserved); i++)
        if (scanner_is(s, reserved[i]))
            return 1;
    return 0;
}

void constraint_position(const char *text, u32 offset, u32 *line, u32 *column)
{
    *line = *column = 1;
    for (u32 i = 0; i < offset; i++, (*column)++) {
        if (text[i] == '\n') {
            (*line)++;
            *column = 0;
        }
    }
}

int scanner_refuse(struct scanner *s, const char *expected)
{
    const struct token *token = &s->token;
    u32 length = token->length < SHOWN ? token->length : SHOWN;
    u32 line, column;
    char found[SHOWN + 3] = "the end";

    if (token->kind != TOKEN_END)
        format(found, sizeof(found), "'%.*s'", (int)length,
               s->text + token->start);
    constraint_position(s->text, token->start, &line, &column);
    format(s->reason, s->size, "line %u, column %u: found %s, expected %s",
           line, column, found, expected);
    if (s->size)
        format_printable(s->reason);
    return E_CONSTRAINT;
}

int scanner_expect(struct scanner *s, int kind, const char *expected)
{
    if (s->token.kind != kind)
        return scanner_refuse(s, expected);
    scanner_advance(s);
    return 0;
}
