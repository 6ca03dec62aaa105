/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment call: see requests.h. */
#include "requests_cm.h"

/* check.h has one of that name, too. */
#define check_count check_one_call
#include "../../bench/experiments/call.c"
#undef check_count

static void request_reset(void) { cm_reset(); }

static int core_null(void) { return ask(0x12340000 + CONSOLE_CS, "core()"); }
static const struct console core = { .null = core_null };

int main(void)
{
    cm = &cm_table;
    null = &null_table;
    console = &core;
    CHECK(init(9) == 0 && self == 9);
    REQUEST_BODY(bare, 0);
    REQUEST_BODY(near, 0);
    null_answer = E_UNBOUND;
    REQUEST_BODY(near, 0);
    CHECK(prepare_gate() == 0 && !gate_has_answered(result));
    body_gate();
    CHECK(gate_has_answered(result));
    CHECK(!gate_has_answered(CONSOLE_CS + 1) && !gate_has_answered(0));
    request_compare("tests/golden/requests/call.txt");
    return check_done();
}
