/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The server of experiment load: calls counted for each client, and what a new
 * version gets of its predecessor: all counts, and the number after; or of
 * somebody else: nothing.
 */
#include "../../bench/experiments/served.c"

#include "check.h"

static struct state old, now;

static void test_counts(void)
{
    CHECK_EQ(call(7), 0);
    for (u32 i = 0; i < SERVED_CLIENTS; i++)
        for (u32 times = 0; times <= i; times++) {
            CHECK_EQ(count(i), times);
            CHECK_EQ(serve(i), 7);
        }
    for (u32 i = 0; i < SERVED_CLIENTS; i++)
        CHECK_EQ(table.count(i), i + 1);
}

static void test_replaced(void)
{
    struct module_state from;

    CHECK_EQ(export_state(&from), 0);
    CHECK(from.data == state && from.size == sizeof(*state));
    old = *(const struct state *)from.data;
    from.data = &old;
    for (u32 wrong = 0; wrong < 4; wrong++) {
        __builtin_memset(state, 0, sizeof(*state));
        struct module_state other = from;
        other.kind += wrong == 1;
        other.size += wrong == 2 ? 4 : wrong == 3 ? -4u : 0;
        CHECK_EQ(import_state(&other), wrong ? E_INVALID : 0);
        now = *state;
        CHECK_EQ(now.number, wrong ? 0 : 8);
        for (u32 i = 0; i < SERVED_CLIENTS; i++)
            CHECK_EQ(now.calls[i], wrong ? 0 : old.calls[i]);
    }
}

int main(void)
{
    test_counts();
    test_replaced();
    return check_done();
}
