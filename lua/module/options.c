/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "ium.h"

#define WORDS 64

static u32 digit(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

static int is_hex(char c)
{
    return c && strchr("0123456789abcdefABCDEF", c);
}

/* The core has written blanks and the like as %XX. */
static void decode(char *word)
{
    char *to = word;

    while (*word) {
        if (word[0] == '%' && is_hex(word[1]) && is_hex(word[2])) {
            *to++ = digit(word[1]) << 4 | digit(word[2]);
            word += 3;
        } else {
            *to++ = *word++;
        }
    }
    *to = '\0';
}

void option_init(void)
{
    static char text[sizeof(((struct system_info *)0)->options) + 1];
    static char *words[WORDS + 1];
    char *word;
    u32 n = 0;

    graph_copy(text, offsetof(struct graph, system.options),
               sizeof(text) - 1);
    for (word = strtok(text, " "); word && n < WORDS;
         word = strtok(NULL, " ")) {
        decode(word);
        words[n++] = word;
    }
    environ = words;
}

const char *option_find(const char *key)
{
    return getenv(key);
}

int option_number(const char *key, int otherwise, int max)
{
    const char *value = option_find(key);
    char *end;
    long number;

    if (!value)
        return otherwise;
    number = strtol(value, &end, 10);
    return end == value || *end || number < 0 || number > max ? -1 : number;
}
