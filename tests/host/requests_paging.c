/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment paging: see requests.h. */
#include "requests_nmm.h"

#include "../../bench/experiments/paging.c"

static void request_reset(void) { nmm_reset(); }

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    for (u32 x = 0; x <= 2; x++) {
        REQUEST_BODY(first, x);
        REQUEST_BODY(on, x);
        REQUEST_BODY(off, x);
        REQUEST_BODY(roundtrip, x);
    }
    request_compare("tests/golden/requests/paging.txt");
    return check_done();
}
