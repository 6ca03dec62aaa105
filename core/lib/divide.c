/* SPDX-License-Identifier: MIT */
/*
 * Division of 64-bit integers, which gcc calls by these names. Those of the
 * distribution's libgcc begin with ENDBR32, an invalid opcode on processors
 * before the Pentium Pro.
 */
#include "divide.h"

/* high:low / d, where high < d. */
static u32 divide(u32 high, u32 low, u32 d, u32 *rest)
{
    u32 q;

    __asm__("divl %4" : "=a"(q), "=d"(*rest) : "a"(low), "d"(high), "rm"(d)
                      : "cc");
    return q;
}

/* By a divisor of 32 bits: two digits. Zero traps, as DIV does. */
static u64 divide_short(u64 n, u32 d, u64 *rest)
{
    u32 carry, high = divide(0, n >> 32, d, &carry);
    u32 low = divide(carry, n, d, &carry);

    *rest = carry;
    return (u64)high << 32 | low;
}

/* By more: the quotient has one digit. An estimate from the leading 32 bits
 * of the divisor is right or one too large (Hacker's Delight, 9-5). */
static u64 divide_long(u64 n, u64 d, u64 *rest)
{
    u32 shift = __builtin_clz(d >> 32), unused;
    u32 leading = d << shift >> 32;
    u64 q = (u64)divide(n >> 33, n >> 1, leading, &unused) << shift >> 31;

    if (q)
        q--;
    *rest = n - q * d;
    if (*rest >= d) {
        *rest -= d;
        q++;
    }
    return q;
}

u64 __udivmoddi4(u64 n, u64 d, u64 *rest)
{
    u64 r, q = d >> 32 ? divide_long(n, d, &r) : divide_short(n, d, &r);

    if (rest)
        *rest = r;
    return q;
}

u64 __udivdi3(u64 n, u64 d)
{
    return __udivmoddi4(n, d, NULL);
}

u64 __umoddi3(u64 n, u64 d)
{
    u64 rest;

    __udivmoddi4(n, d, &rest);
    return rest;
}

static u64 magnitude(s64 n)
{
    return n < 0 ? -(u64)n : (u64)n;
}

/* Truncates; the rest has the sign of n. */
s64 __divmoddi4(s64 n, s64 d, s64 *rest)
{
    u64 r, q = __udivmoddi4(magnitude(n), magnitude(d), &r);

    *rest = n < 0 ? -r : r;
    return (n < 0) != (d < 0) ? -q : q;
}

s64 __divdi3(s64 n, s64 d)
{
    s64 rest;

    return __divmoddi4(n, d, &rest);
}

s64 __moddi3(s64 n, s64 d)
{
    s64 rest;

    __divmoddi4(n, d, &rest);
    return rest;
}
