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

#define ARGUMENT "arg."             /* free keys: for scripts */

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
      "qemu-icount qemu-tcg qemu-kvm bochs metal" },
    { "results",   KIND_ONE_OF, 0, 0, "com1 com2" },
    { "limit",     KIND_NUMBER, 0, 86400, NULL },   /* seconds; 0: none */
    { "heap",      KIND_NUMBER, 1, 1024, NULL },    /* MiB */
    { "shell",     KIND_NUMBER, 0, 1, NULL },
    { "snapshot",  KIND_NUMBER, 0, 1, NULL },       /* graph at the end */
    { "serialize", KIND_ONE_OF, 0, 0, "auto cpuid lfence rdtscp none" },
};

struct parser {
    const char *at;                 /* what is left of the line */
    char word[OPTION_WORD_SIZE];    /* without quotes */
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

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static void skip_blanks(struct parser *parser)
{
    while (is_blank(*parser->at))
        parser->at++;
}

/*
 * The file name that QEMU puts first is no option: a '/' before any '=', or
 * a '.' and no '='.
 */
static void skip_file_name(struct parser *parser)
{
    int slash = 0, dot = 0;
    const char *c;

    skip_blanks(parser);
    for (c = parser->at; *c && !is_blank(*c) && *c != '=' && *c != '"'; c++) {
        slash |= *c == '/';
        dot |= *c == '.';
    }
    if (strncmp(parser->at, ARGUMENT, strlen(ARGUMENT)) == 0 ||
        (!slash && (!dot || *c == '=')))
        return;
    while (*parser->at && !is_blank(*parser->at))
        parser->at++;
}

static int is_escape(const char *c)
{
    return c[0] == '\\' && (c[1] == '\\' || c[1] == '"' || c[1] == '\'');
}

/* One word, unquoted, into parser->word. */
static int next_word(struct parser *parser)
{
    const char *start = parser->at;
    u32 length = 0;
    int quoted = 0;

    for (; *parser->at && (quoted || !is_blank(*parser->at)); parser->at++) {
        if (*parser->at == '"') {
            quoted = !quoted;
            continue;
        }
        if (is_escape(parser->at))
            parser->at++;
        if (length == OPTION_WORD_SIZE - 1)
            return REFUSE(parser, "option '%.32s...': too long; expected at "
                          "most %u characters", start, OPTION_WORD_SIZE - 1);
        parser->word[length++] = *parser->at;
    }
    parser->word[length] = 0;
    if (quoted)
        return REFUSE(parser, "option '%.64s': expected a closing quote",
                      start);
    return 0;
}

static int find_value(const char *text, const char *key, u32 key_length,
                      const char **value)
{
    while (*text) {
        if (strncmp(text, key, key_length) == 0 && text[key_length] == '=') {
            *value = text + key_length + 1;
            return 1;
        }
        while (*text && *text != ' ')
            text++;
        while (*text == ' ')
            text++;
    }
    return 0;
}

static int is_choice(const char *choices, const char *value)
{
    u32 length = 0;

    while (value[length] && value[length] != ' ')
        length++;
    if (value[length])
        return 0;
    while (*choices) {
        if (strncmp(choices, value, length) == 0 &&
            (choices[length] == ' ' || choices[length] == 0))
            return 1;
        while (*choices && *choices != ' ')
            choices++;
        while (*choices == ' ')
            choices++;
    }
    return 0;
}

static int is_number(const char *value, u32 min, u32 max)
{
    u32 n = 0;

    for (; *value; value++) {
        if (*value < '0' || *value > '9' || n > max)
            return 0;
        n = n * 10 + (u32)(*value - '0');   /* ranges end far below 2^28 */
    }
    return n >= min && n <= max;
}

static int is_path(const char *value, u32 max)
{
    if (strlen(value) > max)
        return 0;
    while (is_name(*value) || *value == '/')
        value++;
    return *value == 0;
}

static int check_value(struct parser *parser, const struct option *option,
                       const char *value)
{
    switch (option->kind) {
    case KIND_NAME:
        if (is_path(value, option->max))
            return 0;
        return REFUSE(parser, "option '%.64s': expected a name of letters, "
                      "digits and . _ - /, at most %u characters",
                      parser->word, option->max);
    case KIND_NUMBER:
        if (is_number(value, option->min, option->max))
            return 0;
        return REFUSE(parser, "option '%.64s': expected a number from %u to "
                      "%u", parser->word, option->min, option->max);
    case KIND_ONE_OF:
        if (is_choice(option->choices, value))
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

    while (c < parser->word + key_length && is_name(*c))
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
    if (find_value(parser->text, parser->word, key_length, &other))
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

static int parse_word(struct parser *parser)
{
    u32 key_length = 0;

    int error = next_word(parser);
    if (error)
        return error;
    while (parser->word[key_length] && parser->word[key_length] != '=')
        key_length++;
    error = check_word(parser, key_length);
    return error ? error : append_word(parser);
}

int options_parse(const char *line, char *text, char *reason, u32 size)
{
    struct parser parser = {
        .at = line, .text = text, .reason = reason, .reason_size = size,
    };

    text[0] = 0;
    skip_file_name(&parser);
    for (skip_blanks(&parser); *parser.at; skip_blanks(&parser)) {
        int error = parse_word(&parser);
        if (error)
            return error;
    }
    return 0;
}

static u32 hex_digit(char c)
{
    return (u32)(c <= '9' ? c - '0' : c - 'a' + 10);
}

int option_get(const char *text, const char *key, char *value, u32 size)
{
    const char *from;
    u32 length = 0;

    if (!find_value(text, key, (u32)strlen(key), &from))
        return E_NOTFOUND;
    for (; *from && *from != ' '; from++) {
        char c = *from;
        if (c == '%') {
            c = (char)(hex_digit(from[1]) << 4 | hex_digit(from[2]));
            from += 2;
        }
        if (length + 1 >= size)
            return E_RANGE;
        value[length++] = c;
    }
    value[length] = 0;
    return (int)length;
}

u32 option_number(const char *text, const char *key, u32 otherwise)
{
    const char *value;
    u32 n = 0;

    if (!find_value(text, key, (u32)strlen(key), &value))
        return otherwise;
    for (; *value >= '0' && *value <= '9'; value++)
        n = n * 10 + (u32)(*value - '0');
    return n;
}
