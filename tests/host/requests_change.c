/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment change: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/change.c"

static void request_reset(void) { cm_reset(); }

static void all_cases(u32 x)
{
    REQUEST_BODY(latency, x);
    REQUEST_BODY(gap, x);
    REQUEST_BODY(quiesce, x);
    REQUEST_BODY(drain, x);
}

int main(void)
{
    cm = &cm_table;
    gone_nmm = &nmm_table;
    for (u32 i = 0; i < SLOTS; i++)
        null[i] = &null_table;
    CHECK(init(9) == 0 && self == 9);
    for (u32 x = 0; x <= 2; x++)
        all_cases(x);
    all_cases(SLOTS + 1);
    null_answer = 1;                    /* what a first call answers */
    all_cases(2);
    null_answer = E_UNBOUND;
    all_cases(2);
    request_compare("tests/golden/requests/change.txt");
    return check_done();
}
