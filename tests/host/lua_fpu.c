/* SPDX-License-Identifier: MIT */
/* sources: tests/host/lua_fpu.S */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj */
/*
 * The x87's precision on both sides of the C library: the library calculates
 * with 64 bits, Lua with 53, and what goes from one to the other is a double.
 */
#include "../../core/api/thread_block.h"

#include "check.h"
#include "ring3.h"

#define BLOCK 0x37
#define EXTENDED 0x37f
#define DOUBLE 0x27f
#define ALL(X) \
    X(strtod) X(frexp) X(ldexp) X(floor) X(ceil) X(fmod) X(pow) X(exp) X(log) \
    X(log2) X(log10) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan2) \
    X(snprintf) X(fprintf)

#define DECLARE(name_) void fpu_##name_(void);
ALL(DECLARE)
#define ENTRY(name_) fpu_##name_,
static void (*const ways[])(void) = { ALL(ENTRY) };
#define ROUNDED (ARRAY_SIZE(ways) - 2)  /* the last two give no double */

void fpu_start(void);
u32 fpu_try(void (*way)(void), u32 selector, u32 a, u32 b);
extern u16 fpu_control, fpu_after;
extern u32 fpu_words[2], fpu_inside;
extern long double fpu_result;

static struct thread_block block;

static void test_way(u32 i)
{
    const long double third = 1.0L / 3;
    u8 state[28];

    fpu_start();
    fpu_inside = 0;
    CHECK_EQ(fpu_try(ways[i], BLOCK, 0x1000 + i, 0x2000 + i), 0x5151);
    __asm__ volatile("fnstenv %0\n\tfldenv %0" : "=m"(state));
    CHECK_EQ(*(const u16 *)(state + 8), 0xffff);        /* none is left */
    CHECK_EQ(fpu_inside, 1);
    CHECK_EQ(fpu_control, EXTENDED);
    CHECK_EQ(fpu_after, DOUBLE);
    CHECK(fpu_words[0] == 0x1000 + i && fpu_words[1] == 0x2000 + i);
    if (i < ROUNDED)
        CHECK(fpu_result == (long double)(double)third);
    else
        CHECK(fpu_result == third);
}

/* Empty, 53 bits, to nearest, no traps; whatever was there. */
static void test_start(void)
{
    static const u16 other = 0xf7f;
    u8 state[28];

    __asm__ volatile("fldcw %0\n\tfld1\n\tfldz" : : "m"(other));
    fpu_start();
    __asm__ volatile("fnstenv %0" : "=m"(state));
    CHECK_EQ(*(const u16 *)state, DOUBLE);
    CHECK_EQ(*(const u16 *)(state + 8), 0xffff);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    CHECK_EQ(ring_segment(BLOCK, (u32)&block, sizeof(block), RING_DATA, 0), 0);
    test_start();
    for (u32 i = 0; i < ARRAY_SIZE(ways); i++)
        test_way(i);
    __asm__ volatile("fninit");
    return check_done();
}
