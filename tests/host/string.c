/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/* flags: -Dstrcmp=core_strcmp -Dstrncmp=core_strncmp -Dstrlen=core_strlen -Dmemcmp=core_memcmp -Dmemset=core_memset -Dmemcpy=core_memcpy -Dmemmove=core_memmove -fno-builtin */
/* The core's string functions, by other names, against plain loops: all
 * places in a word, bytes of both signs, and the end of a page's worth. */
#include <stdlib.h>

#include "../../core/lib/string.h"
#include "check.h"

#define SIZE 24u

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static int compare(const char *a, const char *b, u32 size, int is_string)
{
    for (u32 i = 0; i < size; i++) {
        if (a[i] != b[i])
            return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
        if (is_string && !a[i])
            break;
    }
    return 0;
}

static void strings(u32 a_at, u32 b_at, const char *a_text,
                    const char *b_text, u32 a_length, u32 b_length)
{
    /* Ends with the allocation; a word may go beyond the string only where
     * it is aligned, and then stays in it. */
    char *a = malloc(SIZE), *b = malloc(SIZE);

    memset(a, 0x11, SIZE);
    memset(b, 0x22, SIZE);
    memcpy(a + a_at, a_text, a_length + 1);
    memcpy(b + b_at, b_text, b_length + 1);
    CHECK_EQ(strlen(a + a_at), a_length);
    CHECK_EQ(sign(strcmp(a + a_at, b + b_at)),
             compare(a_text, b_text, SIZE, 1));
    CHECK_EQ(sign(strcmp(b + b_at, a + a_at)),
             compare(b_text, a_text, SIZE, 1));
    for (u32 n = 0; n < 10; n++) {
        CHECK_EQ(sign(strncmp(a + a_at, b + b_at, n)),
                 compare(a_text, b_text, n, 1));
        CHECK_EQ(sign(memcmp(a + a_at, b + b_at, n)),
                 compare(a + a_at, b + b_at, n, 0));
    }
    free(a);
    free(b);
}

static void pairs(const char *a, const char *b)
{
    for (u32 a_at = 0; a_at < 5; a_at++)
        for (u32 b_at = 0; b_at < 5; b_at++)
            strings(a_at, b_at, a, b, strlen(a), strlen(b));
}

static void comparisons(void)
{
    static const char *const texts[] = {
        "", "a", "b", "ab", "abc", "abcd", "abce", "abcde", "abcd\x80",
        "\x80", "\xff", "\x01", "\x80\x80\x80\x80", "\x01\x01\x01\x01z",
        "\xc3\xa9\xc3\xa9" "a", "\xc3\xa9\xc3\xa9" "b",
        "memory", "memorx", "together", "togethe",
    };

    for (u32 i = 0; i < ARRAY_SIZE(texts); i++)
        for (u32 k = 0; k < ARRAY_SIZE(texts); k++) {
            char a[SIZE] = "", b[SIZE] = "";
            memcpy(a, texts[i], strlen(texts[i]));
            memcpy(b, texts[k], strlen(texts[k]));
            pairs(a, b);
        }
}

static void copies(void)
{
    unsigned char from[SIZE], to[SIZE];

    for (u32 size = 0; size < 12; size++)
        for (u32 at = 0; at < 8; at++) {
            for (u32 i = 0; i < SIZE; i++)
                from[i] = to[i] = (unsigned char)i;
            memmove(to + at, to + 3, size);
            for (u32 i = 0; i < SIZE; i++)
                CHECK_EQ(to[i], i - at < size ? from[i - at + 3] : i);
            memset(to, 0xee, SIZE);
            memcpy(to + at, from, size);
            for (u32 i = 0; i < SIZE; i++)
                CHECK_EQ(to[i], i - at < size ? from[i - at] : 0xee);
        }
}

int main(void)
{
    comparisons();
    copies();
    return check_done();
}
