/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment smallspace: see requests.h. */
#include "requests_nmm.h"

#include "../../bench/experiments/smallspace.c"

static void request_reset(void) { nmm_reset(); }

/* Nothing of the sample before is left. */
static void test_fresh(void)
{
    static u32 page[2];

    base = (saddr_t)page;
    pages = 1;
    page[0] = 77;
    sum = went = 9;
    came = 0;
    CHECK_EQ(prepare(), 0);
    CHECK(sum == 0 && went == 0 && came < 0);
}

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    for (u32 x = 0; x <= 2; x++) {
        REQUEST_BODY(segment, x);
        REQUEST_BODY(cr3, x);
        REQUEST_BODY(pg, x);
    }
    REQUEST_BODY(segment, PAGES_MAX + 1);
    test_fresh();
    request_compare("tests/golden/requests/smallspace.txt");
    return check_done();
}
