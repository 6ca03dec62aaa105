/* SPDX-License-Identifier: MIT */
/* Values out of the normalized text. */
#include "options.h"

#include "../api/error.h"
#include "../lib/string.h"

int option_find(const char *text, const char *key, u32 key_length,
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

static u32 hex_digit(char c)
{
    return (u32)(c <= '9' ? c - '0' : c - 'a' + 10);
}

int option_get(const char *text, const char *key, char *value, u32 size)
{
    const char *from;
    u32 length = 0;

    if (!option_find(text, key, (u32)strlen(key), &from))
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

    if (!option_find(text, key, (u32)strlen(key), &value))
        return otherwise;
    for (; *value >= '0' && *value <= '9'; value++)
        n = n * 10 + (u32)(*value - '0');
    return n;
}
