/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment rlookup: see requests.h. */
#include "requests_nmm.h"

#include "../../bench/experiments/rlookup/rlookup.c"

void rlookup_body(void) { found = nmm->phys_to_virt((u32)space, target); }

static void request_reset(void) { nmm_reset(); }

static void all_cases(u32 x)
{
    REQUEST_BODY(scan, x);
    REQUEST_BODY(inverted, x);
    REQUEST_BODY(chain, x);
    REQUEST_BODY(miss, x);
    REQUEST_BODY(inverted_miss, x);
    REQUEST_BODY(chain_miss, x);
    REQUEST_BODY(shared_scan, x);
    REQUEST_BODY(shared_inverted, x);
    REQUEST_BODY(shared_chain, x);
    REQUEST_BODY(update_scan, x);
    REQUEST_BODY(update_inverted, x);
    REQUEST_BODY(update_chain, x);
}

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    for (u32 x = 0; x <= 2; x++)
        all_cases(x);
    all_cases(MAPPINGS_MAX + 1);
    request_compare("tests/golden/requests/rlookup.txt");
    return check_done();
}
