/* SPDX-License-Identifier: MIT */
/* The command line, word by word. */
#include "words.h"

#include "../lib/string.h"

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void words_skip_blanks(struct words *words)
{
    while (is_blank(*words->at))
        words->at++;
}

/*
 * The file name that QEMU puts first is no option: a '/' before any '=', or
 * a '.' and no '='.
 */
void words_skip_file_name(struct words *words)
{
    int slash = 0, dot = 0;
    const char *c;

    words_skip_blanks(words);
    for (c = words->at; *c && !is_blank(*c) && *c != '=' && *c != '"'; c++) {
        slash |= *c == '/';
        dot |= *c == '.';
    }
    if (strncmp(words->at, ARGUMENT, strlen(ARGUMENT)) == 0 ||
        (!slash && (!dot || *c == '=')))
        return;
    while (*words->at && !is_blank(*words->at))
        words->at++;
}

static int is_escape(const char *c)
{
    return c[0] == '\\' && (c[1] == '\\' || c[1] == '"' || c[1] == '\'');
}

int words_next(struct words *words)
{
    u32 length = 0;
    int quoted = 0;

    words->start = words->at;
    for (; *words->at && (quoted || !is_blank(*words->at)); words->at++) {
        if (*words->at == '"') {
            quoted = !quoted;
            continue;
        }
        if (is_escape(words->at))
            words->at++;
        if (length == OPTION_WORD_SIZE - 1)
            return WORD_TOO_LONG;
        words->word[length++] = *words->at;
    }
    words->word[length] = 0;
    return quoted ? WORD_OPEN : WORD_SOUND;
}
