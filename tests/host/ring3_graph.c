/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/* What readers of the graph copy, to the byte. GRAPH_SELECTOR is by chance the
 * selector of a host's data, so that offsets are addresses. */
#include "../../core/api/graph.h"
#include "check.h"
#include "ring3.h"

_Static_assert(GRAPH_SELECTOR == HOST_DS, "as long as it is");

#define SIZE 96u
#define UNTOUCHED 0xee

static u8 from[SIZE], to[SIZE], wanted[SIZE];

static void test_copy(u32 begin, u32 at, u32 size, int is_down)
{
    memset(to, UNTOUCHED, sizeof(to));
    memset(wanted, UNTOUCHED, sizeof(wanted));
    memcpy(wanted + at, from + begin, size);
    if (is_down)
        __asm__ volatile("std" : : : "memory", "cc");
    graph_copy(to + at, (u32)(from + begin), size);
    CHECK(!memcmp(to, wanted, sizeof(to)));
}

/* A size that the compiler knows is another instruction. */
static void test_known(void)
{
    static u8 found[11];

    graph_copy(found, (u32)(from + 3), sizeof(found));
    CHECK(!memcmp(found, from + 3, sizeof(found)));
    for (u32 i = 0; i < 8; i++) {
        u32 word;
        memcpy(&word, from + i, sizeof(word));
        CHECK_EQ(graph_word((u32)(from + i)), word);
    }
}

static void test_segment(void)
{
    u32 ds;

    __asm__ volatile("mov %%ds, %0" : "=r"(ds));
    CHECK_EQ(ds, HOST_DS);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    for (u32 i = 0; i < SIZE; i++)
        from[i] = (u8)(i * 7 + 1);
    for (u32 begin = 0; begin < 5; begin++)
        for (u32 at = 0; at < 5; at++)
            for (u32 size = 0; size < 80; size++)
                test_copy(begin, at, size, size % 2);
    test_known();
    test_segment();
    return check_done();
}
