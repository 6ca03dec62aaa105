/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c core/lib/error.c */
/* Formatting against the C library's, at every size of the buffer. */
#include "../../core/lib/format.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "check.h"

/* Both at every size: same length, same text, nothing behind the NUL. */
#define SAME(...)                                                        \
    do {                                                                 \
        char wanted[128];                                                \
        int length = snprintf(wanted, sizeof(wanted), __VA_ARGS__);      \
        for (u32 size = 0; size < 64; size++) {                          \
            char *to = malloc(size ? size : 1);                          \
            memset(to, '#', size ? size : 1);                            \
            CHECK_EQ(format(to, size, __VA_ARGS__), length);             \
            u32 kept = (u32)length < size ? (u32)length : size - 1;      \
            if (size)                                                    \
                CHECK(strlen(to) == kept &&                              \
                      memcmp(to, wanted, kept) == 0);                    \
            else                                                         \
                CHECK_EQ(*to, '#');                                      \
            free(to);                                                    \
        }                                                                \
    } while (0)

#define SAME_NUMBER(conversion, type)                                    \
    do {                                                                 \
        for (u32 i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {   \
            SAME("%" conversion, (type)numbers[i]);                      \
            SAME("<%12" conversion ">", (type)numbers[i]);               \
            SAME("<%012" conversion ">", (type)numbers[i]);              \
            SAME("<%-12" conversion ">", (type)numbers[i]);              \
            SAME("<%*" conversion ">", 7, (type)numbers[i]);             \
        }                                                                \
    } while (0)

static const u64 numbers[] = {
    0, 1, 9, 10, 99, 255, 65535, 65536, 0x7fffffff, 0x80000000, 0xffffffff,
    0x100000000, 9999999999, 0x123456789abcdef, 0x7fffffffffffffff,
    0x8000000000000000, 0xffffffffffffffff, (u64)-1234567890123,
};

static void strings(void)
{
    SAME("plain");
    SAME("%s", "");
    SAME("%s and %s", "one", "two");
    SAME("<%8s><%-8s>", "right", "left");
    SAME("<%2s>", "longer");
    SAME("<%.3s><%.*s><%8.2s>", "abcdef", 4, "abcdef", "xyz");
    SAME("%c%c<%3c><%-3c>", 'a', 'b', 'c', 'd');
    SAME("100%% of %d", 7);
    SAME("0x%08x %x %u %d", 0xdeadu, 0xbeefu, 42u, -42);
}

static void odd(void)
{
    char to[32];
    const char *odd_format = "a %y %";
    const char *volatile none = NULL;

    format(to, sizeof(to), odd_format, 0);
    CHECK(strcmp(to, "a %y %") == 0);
    format(to, sizeof(to), "%s", none);
    CHECK(strcmp(to, "(null)") == 0);
    strcpy(to, "a\033[2J\n~\x7f\xff ");
    format_printable(to);
    CHECK(strcmp(to, "a?[2J?~?? ") == 0);
}

static void errors(void)
{
    CHECK(strcmp(error_text(E_OK), "no error") == 0);
    CHECK(strcmp(error_text(E_FORMAT), "malformed module image") == 0);
    CHECK(strcmp(error_text(E_INVALID), "invalid argument") == 0);
    CHECK(strcmp(error_text(1), "unknown error") == 0);
    CHECK(strcmp(error_text(INT_MIN), "unknown error") == 0);
}

int main(void)
{
    strings();
    SAME_NUMBER("d", int);
    SAME_NUMBER("u", unsigned);
    SAME_NUMBER("x", unsigned);
    SAME_NUMBER("lld", long long);
    SAME_NUMBER("llu", unsigned long long);
    SAME_NUMBER("llx", unsigned long long);
    odd();
    errors();
    return check_done();
}
