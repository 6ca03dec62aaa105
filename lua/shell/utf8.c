/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700       /* wcwidth */
#include "utf8.h"

#include <wchar.h>

static int is_continuation(char byte)
{
    return (byte & 0xc0) == 0x80;
}

int utf8_after(const char *text, int at, int length)
{
    if (at < length)
        at++;
    while (at < length && is_continuation(text[at]))
        at++;
    return at;
}

int utf8_before(const char *text, int at)
{
    if (at > 0)
        at--;
    while (at > 0 && is_continuation(text[at]))
        at--;
    return at;
}

static int code_of(const char *text, int length)
{
    int code = (unsigned char)text[0];

    if (length > 1)
        code &= 0x7f >> length;
    for (int i = 1; i < length; i++)
        code = code << 6 | (text[i] & 0x3f);
    return code;
}

int utf8_columns(const char *text, int length)
{
    int columns = 0, next;

    for (int at = 0; at < length; at = next) {
        next = utf8_after(text, at, length);
        const int wide = wcwidth(code_of(text + at, next - at));

        columns += wide < 0 ? 1 : wide;
    }
    return columns;
}

int utf8_encode(char *to, int code)
{
    const int more = code < 0x80 ? 0 : code < 0x800 ? 1
                                     : code < 0x10000 ? 2 : 3;
    static const int lead[] = { 0, 0xc0, 0xe0, 0xf0 };

    to[0] = (char)(lead[more] | code >> 6 * more);
    for (int i = 1; i <= more; i++)
        to[i] = (char)(0x80 | (code >> 6 * (more - i) & 0x3f));
    return more + 1;
}
