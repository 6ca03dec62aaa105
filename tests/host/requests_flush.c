/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment flush: see requests.h. */
#include "requests_nmm.h"

#include "../../bench/experiments/flush/flush.c"

void flush_fault(void) { }
int flush_store(saddr_t page)
{
    return ask(page != 0, "store(%x)", page) > 0;
}

static void request_reset(void) { nmm_reset(); }

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    vector = &vector_table;
    handlers[1] = flush_fault;
    for (u32 x = 0; x <= 2; x++) {
        REQUEST_BODY(none, x);
        REQUEST_BODY(invlpg, x);
        REQUEST_BODY(cr3, x);
        REQUEST_BODY(pge, x);
        REQUEST_BODY(pg, x);
        REQUEST_BODY(best, x);
    }
    REQUEST_BODY(none, PAGES_MAX + 1);
    request_compare("tests/golden/requests/flush.txt");
    return check_done();
}
