/* SPDX-License-Identifier: MIT */
/* What a value may be. */
#include "option_value.h"

#include "../lib/string.h"

int option_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

int option_is_choice(const char *choices, const char *value)
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

int option_is_number(const char *value, u32 min, u32 max)
{
    u32 n = 0;

    for (; *value; value++) {
        if (*value < '0' || *value > '9' || n > max)
            return 0;
        n = n * 10 + (u32)(*value - '0');   /* ranges end far below 2^28 */
    }
    return n >= min && n <= max;
}

int option_is_path(const char *value, u32 max)
{
    if (strlen(value) > max)
        return 0;
    while (option_is_name(*value) || *value == '/')
        value++;
    return *value == 0;
}
