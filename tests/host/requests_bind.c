/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment bind: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/bind.c"

static void request_reset(void) { cm_reset(); }

static void all_cases(void)
{
    REQUEST_BODY(load, 0);
    REQUEST_BODY(bind, 0);
    REQUEST_BODY(first, 0);
    REQUEST_BODY(warm, 0);
    REQUEST_BODY(rebind, 0);
    REQUEST_BODY(unbind, 0);
    REQUEST_BODY(unload, 0);
}

int main(void)
{
    cm = &cm_table;
    gone_nmm = &nmm_table;
    null = &null_table;
    CHECK(init(9) == 0 && self == 9);
    all_cases();
    null_answer = 1;
    all_cases();
    null_answer = E_UNBOUND;
    all_cases();
    request_compare("tests/golden/requests/bind.txt");
    return check_done();
}
