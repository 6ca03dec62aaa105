/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment bind against the size of the graph: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/graph.c"

static void request_reset(void) { cm_reset(); }

static void all_cases(u32 x)
{
    REQUEST_BODY(graph, x);
    REQUEST_BODY(bindings, x);
    REQUEST_BODY(load, x);
}

int main(void)
{
    cm = &cm_table;
    null = &null_table;
    CHECK(init(9) == 0 && self == 9);
    for (u32 x = 0; x <= 2; x++)
        all_cases(x);
    null_answer = 1;
    all_cases(1);
    all_cases(SLOTS + 1);
    all_cases(NODES_MAX);
    all_cases(NODES_MAX + 1);
    for (u32 i = 0; i < BULK; i++) {    /* each has slots of its own */
        CHECK_EQ(((u32)slots[i] - (u32)slots), i * SLOTS * 4);
    }
    request_compare("tests/golden/requests/graph.txt");
    return check_done();
}
