/* SPDX-License-Identifier: MIT */
/*
 * The kernel command line: the table of keys, and its parser.
 *
 * Invariant: the normalized text has no blanks, quotes or '%' but as %XX in
 * values, so a value ends at the first blank.
 */
#include "options.h"

#include "../api/error.h"
#include "../lib/format.h"
#include "../lib/string.h"
#include "machines.h"
#include "option_value.h"
#include "words.h"

enum kind { KIND_NAME, KIND_NUMBER, KIND_ONE_OF };

struct option {
    const char *key;
    enum kind kind;
    u32 min, max;                   /* a number's range; a name's length */
    const char *choices;            /* blank separated */
};

static const struct option options[] = {
    { "workload",  KIND_NAME,   1, 100, NULL },
    { "ium",       KIND_NAME,   1, 31, NULL },
    { "machine",   KIND_ONE_OF, 0, 0,
      DEIMOS_MACHINES " metal" },
    { "results",   KIND_ONE_OF, 0, 0, "com1 com2" },
    { "clock",     KIND_ONE_OF, 0, 0, "auto model" },
    { "limit",     KIND_NUMBER, 0, 86400, NULL },   /* seconds; 0: none */
    { "heap",      KIND_NUMBER, 1, 1024, NULL },    /* MiB */
    { "shell",     KIND_NUMBER, 0, 1, NULL },
    { "snapshot",  KIND_NUMBER, 0, 1, NULL },       /* graph at the end */
    { "serialize", KIND_ONE_OF, 0, 0, "auto cpuid lfence rdtscp none" },
};

struct parser {
    struct words words;
    const char *word;               /* the one that words hold */
    char *text;                     /* the normalized text so far */
    u32 length;
    char *reason;
    u32 reason_size;
};

#define REFUSE(parser, ...) \
    (format((parser)->reason, (parser)->reason_size, __VA_ARGS__), \
     refused(parser))

static int refused(struct parser *parser)
{
    if (parser->reason_size)
        format_printable(parser->reason);
    parser->text[0] = 0;
    return E_OPTION;
}

static int check_value(struct parser *parser, const struct option *option,
                       const char *value)
{
    switch (option->kind) {
    case KIND_NAME:
        if (option_is_path(value, option->max))
            return 0;
        return REFUSE(parser, "option '%.64s': expected a name of letters, "
                      "digits and . _ - /, at most %u characters",
                      parser->word, option->max);
    case KIND_NUMBER:
        if (option_is_number(value, option->min, option->max))
            return 0;
        return REFUSE(parser, "option '%.64s': expected a number from %u to "
                      "%u", parser->word, option->min, option->max);
    case KIND_ONE_OF:
        if (option_is_choice(option->choices, value))
            return 0;
        return REFUSE(parser, "option '%.64s': expected one of: %s",
                      parser->word, option->choices);
    }
    return E_OPTION;
}

static int refuse_key(struct parser *parser)
{
    char keys[128];
    u32 length = 0;

    for (u32 i = 0; i < ARRAY_SIZE(options); i++)
        length += (u32)format(keys + length, sizeof(keys) - length, "%s ",
                              options[i].key);
    return REFUSE(parser, "option '%.64s': unknown; known are %s%sNAME",
                  parser->word, keys, ARGUMENT);
}

static int check_argument(struct parser *parser, u32 key_length)
{
    const char *c = parser->word + strlen(ARGUMENT);

    while (c < parser->word + key_length && option_is_name(*c))
        c++;
    if (key_length > strlen(ARGUMENT) && c == parser->word + key_length)
        return 0;
    return REFUSE(parser, "option '%.64s': expected %sNAME=value, the name of "
                  "letters, digits and . _ -", parser->word, ARGUMENT);
}

/* 0 and the row of a known key; NULL for one of a script's. */
static int check_key(struct parser *parser, u32 length,
                     const struct option **option)
{
    *option = NULL;
    if (strncmp(parser->word, ARGUMENT, strlen(ARGUMENT)) == 0)
        return check_argument(parser, length);
    for (u32 i = 0; i < ARRAY_SIZE(options); i++) {
        *option = &options[i];
        if (strlen(options[i].key) == length &&
            strncmp(options[i].key, parser->word, length) == 0)
            return 0;
    }
    return refuse_key(parser);
}

static int check_word(struct parser *parser, u32 key_length)
{
    const char *value = parser->word + key_length + 1, *other;
    const struct option *option;

    int error = check_key(parser, key_length, &option);
    if (error)
        return error;
    if (parser->word[key_length] != '=' || !*value)
        return REFUSE(parser, "option '%.64s': value is missing; expected "
                      "%.*s=value", parser->word, (int)key_length,
                      parser->word);
    if (option_find(parser->text, parser->word, key_length, &other))
        return REFUSE(parser, "option '%.64s': given twice; expected '%.*s' "
                      "once", parser->word, (int)key_length, parser->word);
    return option ? check_value(parser, option, value) : 0;
}

static int append(struct parser *parser, const char *fmt, u32 c)
{
    u32 room = OPTIONS_SIZE - parser->length;
    u32 length = (u32)format(parser->text + parser->length, room, fmt, c);

    if (length >= room)
        return REFUSE(parser, "option '%.64s': expected at most %u characters "
                      "of options in all", parser->word, OPTIONS_SIZE - 1);
    parser->length += length;
    return 0;
}

static int append_word(struct parser *parser)
{
    int error = parser->length ? append(parser, "%c", ' ') : 0;

    for (const char *c = parser->word; *c && !error; c++) {
        int plain = *c > ' ' && *c <= '~' && *c != '%' && *c != '"';
        error = append(parser, plain ? "%c" : "%%%02x", (u8)*c);
    }
    return error;
}

static int refuse_word(struct parser *parser, int fault)
{
    const char *start = parser->words.start;

    if (fault == WORD_OPEN)
        return REFUSE(parser, "option '%.64s': expected a closing quote",
                      start);
    return REFUSE(parser, "option '%.32s...': too long; expected at most %u "
                  "characters", start, OPTION_WORD_SIZE - 1);
}

static int parse_word(struct parser *parser)
{
    const int fault = words_next(&parser->words);
    u32 key_length = 0;

    if (fault)
        return refuse_word(parser, fault);
    while (parser->word[key_length] && parser->word[key_length] != '=')
        key_length++;
    const int error = check_word(parser, key_length);
    return error ? error : append_word(parser);
}

int options_parse(const char *line, char *text, char *reason, u32 size)
{
    struct parser parser = {
        .words.at = line, .word = parser.words.word, .text = text,
        .reason = reason, .reason_size = size,
    };
    int error = 0;

    text[0] = 0;
    words_skip_file_name(&parser.words);
    words_skip_blanks(&parser.words);
    while (*parser.words.at && !error) {
        error = parse_word(&parser);
        words_skip_blanks(&parser.words);
    }
    return error;
}
