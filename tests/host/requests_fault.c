/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment fault at ring 1: see requests.h. */
#include "requests_nmm.h"

#include "../../bench/experiments/fault/fault.c"

void fault_enter(void) { }
void fault_body(void) { ask(0, "store(%x %x)", fault_page, fault_entry); }

static void request_reset(void) { nmm_reset(); }

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    vector = &vector_table;
    handlers[1] = fault_enter;
    REQUEST_BODY(ring1, 0);
    CHECK_EQ(fault_ups_base, 0x100000);
    request_compare("tests/golden/requests/fault.txt");
    return check_done();
}
