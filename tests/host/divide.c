/* SPDX-License-Identifier: MIT */
/* sources: core/lib/divide.c */
/* flags: -m64 */
/* Division of 64-bit integers against the processor's own: every mixture of
 * numbers near the powers of two, and numbers at random. */
#include <stdlib.h>

#include "../../core/lib/divide.h"
#include "check.h"

static void check_unsigned(u64 n, u64 d)
{
    u64 rest = 1;

    CHECK_EQ(__udivmoddi4(n, d, &rest), n / d);
    CHECK_EQ(rest, n % d);
    CHECK_EQ(__udivmoddi4(n, d, NULL), n / d);
    CHECK_EQ(__udivdi3(n, d), n / d);
    CHECK_EQ(__umoddi3(n, d), n % d);
}

static void check_signed(s64 n, s64 d)
{
    s64 rest = 1;

    if (n == (s64)(1ull << 63) && d == -1)
        return;                         /* no number holds that quotient */
    CHECK_EQ(__divmoddi4(n, d, &rest), n / d);
    CHECK_EQ(rest, n % d);
    CHECK_EQ(__divdi3(n, d), n / d);
    CHECK_EQ(__moddi3(n, d), n % d);
}

static void check(u64 n, u64 d)
{
    if (d == 0)
        return;
    check_unsigned(n, d);
    check_signed((s64)n, (s64)d);
}

static u64 any(void)
{
    u64 n = 0;

    for (u32 i = 0; i < 5; i++)
        n = n << 15 ^ (u64)rand();
    return n >> rand() % 64;
}

int main(void)
{
    for (u32 i = 0; i < 64; i++)
        for (u32 j = 0; j < 64; j++)
            for (s64 k = -2; k <= 2; k++) {
                check((1ull << i) + (u64)k, (1ull << j) + (u64)k);
                check((1ull << i) - 1, (1ull << j) + (u64)k);
                check(~(1ull << i), (1ull << j) + (u64)k);
            }
    srand(5);
    for (u32 i = 0; i < 300000; i++) {
        u64 d = any(), q = any();

        check(any(), d);
        check(q * d, d);                /* near exact quotients */
        check(q * d - 1, d);
    }
    return check_done();
}
