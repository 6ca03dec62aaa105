/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/proxy/code.c core/lib/string.S */
/* The machine code of a proxy, run: arguments, stack frames, what it returns, and
 * that it keeps to its piece. */
#include "../../modules/lib/proxy/code.h"

#include <string.h>
#include <sys/mman.h>

#include "check.h"

#define ROOM 4096u

static u8 *code;
static u32 got[3], links[3], result;

/* The stack frames from here on: the piece's, its caller's. */
static inline __attribute__((always_inline)) void note_links(void)
{
    const u32 *frame = __builtin_frame_address(0);

    links[0] = frame[1];                /* into the piece */
    frame = (const u32 *)frame[0];
    links[1] = frame[1];                /* into its caller */
    links[2] = frame[0];                /* its caller's frame */
}

static __attribute__((noinline)) u32 three(u32 a, u32 b, const u32 *c)
{
    note_links();
    got[0] = a;
    got[1] = b;
    got[2] = c[0] ^ c[4];
    CHECK_EQ(c[0] | c[1] | c[2] | c[3] | c[4], 31);
    return result;
}

static __attribute__((noinline)) u32 two(u32 a, u32 b)
{
    note_links();
    got[0] = a;
    got[1] = b;
    return result;
}

/* Nothing beside the piece is written. */
static void clear(void)
{
    memset(code, 0xcc, ROOM);
}

static void check_beside(u32 at)
{
    for (u32 i = 0; i < ROOM; i++)
        if (i - at >= CODE_PIECE)
            CHECK_EQ(code[i], 0xcc);
}

static __attribute__((noinline)) void test_arguments(u32 at, u32 first,
                                                     u32 second)
{
    typedef u32 method(u32, u32, u32, u32, u32);

    clear();
    code_with_arguments(code + at, first, second, (void *)three);
    check_beside(at);
    result = first ^ 0x55;
    CHECK_EQ(((method *)(code + at))(1, 2, 4, 8, 16), result);
    CHECK(got[0] == first && got[1] == second && got[2] == 17);
    CHECK(links[0] - (u32)(code + at) < CODE_PIECE);
    CHECK_EQ(links[2], (u32)__builtin_frame_address(0));
}

static __attribute__((noinline)) void test_passed_on(u32 at, u32 a, u32 b)
{
    clear();
    code_passed_on(code + at, (void *)two);
    check_beside(at);
    result = a - b;
    CHECK_EQ(((u32 (*)(u32, u32))(code + at))(a, b), result);
    CHECK(got[0] == a && got[1] == b);
    CHECK(links[0] - (u32)(code + at) < CODE_PIECE);
    CHECK_EQ(links[2], (u32)__builtin_frame_address(0));
}

int main(void)
{
    static const u32 values[] = { 0, 1, 0x7f, 0x80, 0xff, 0x12345678,
                                  0x7fffffff, 0x80000000, 0xffffffff };

    code = mmap(NULL, ROOM, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (u32 i = 0; i < ARRAY_SIZE(values); i++)
        for (u32 k = 0; k < ARRAY_SIZE(values); k++)
            for (u32 at = 0; at < 3 * CODE_PIECE; at += CODE_PIECE) {
                test_arguments(at, values[i], values[k]);
                test_passed_on(at, values[i], values[k]);
            }
    return check_done();
}
