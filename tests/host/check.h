/* SPDX-License-Identifier: MIT */
/*
 * Checks for host unit tests: a failing one prints where and what, and the
 * rest goes on. main() ends with `return check_done();`.
 */
#pragma once

#include <stdio.h>

static unsigned check_count, check_failures;

static inline int check_true(int ok, const char *file, int line,
                             const char *what)
{
    check_count++;
    if (!ok && check_failures++ < 20)
        printf("%s:%d: failed: %s\n", file, line, what);
    return ok;
}

static inline int check_equal(long long a, long long b, const char *file,
                              int line, const char *what)
{
    int ok = check_true(a == b, file, line, what);

    if (!ok && check_failures <= 20)
        printf("    %lld (0x%llx) is not %lld (0x%llx)\n", a, a, b, b);
    return ok;
}

#define CHECK(condition) \
    check_true(!!(condition), __FILE__, __LINE__, #condition)
#define CHECK_EQ(a, b) \
    check_equal((long long)(a), (long long)(b), __FILE__, __LINE__, \
                #a " == " #b)

/* The test's exit status: 0 if every check held, and there was one. */
static inline int check_done(void)
{
    printf("%u checks, %u failures\n", check_count, check_failures);
    return check_failures || !check_count;
}
