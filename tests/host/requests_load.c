/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment load: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/load/load.c"

static void request_reset(void) { cm_reset(); }

static u32 is_active;
static int completed[CLIENTS];          /* calls of each */

int clients_start(u32 x) { return ask(0, "clients_start(%u)", x); }
int clients_stop(void) { return ask(0, "clients_stop()"); }
int clients_yield(void) { return ask(0, "clients_yield()"); }
void clients_note_change(void) { ask(0, "clients_note_change()"); }

int clients_wait_for(int number)
{
    return ask(0, "clients_wait_for(%d)", number);
}

int clients_calls(u32 index)
{
    return ask(completed[index], "clients_calls(%u)", index);
}

int clients_gap(void) { return ask(44, "clients_gap()"); }

static int serve(u32 client) { return ask(1, "serve(%u)", client); }
static int count_calls(u32 client) { return ask(50, "count(%u)", client); }
static int name_it(int number) { return ask(0, "call(%d)", number); }

static const struct served any_table = { serve, count_calls, name_it };

static int replace_active(int module, const char *name)
{
    return is_active-- ? ask(E_ACTIVE, "replace(%d %s) -> active", module,
                             name) : cm_replace(module, name);
}

static void all_cases(u32 x)
{
    REQUEST_BODY(latency, x);
    REQUEST_BODY(gap, x);
    REQUEST_BODY(rebind, x);
    REQUEST_BODY(gap_rebind, x);
}

static void test_retries(struct cm *table)
{
    table->replace = replace_active;
    for (u32 tries = 0; tries < 4; tries++) {
        is_active = tries;
        retries = 0;
        body_replace();
        CHECK_EQ(count_retries(), tries);
        CHECK(result > 0);
    }
}

/* No module answers 0. */
static void test_no_handle(void)
{
    server = 5;
    for (result = -1; result <= 1; result++) {
        const int before = result;
        CHECK_EQ(check_replace() == E_VERIFY, before >= 0);
        CHECK_EQ(server, before > 0 ? before : 5);
    }
    server = other = 0;
}

/* Each server has counted 50 of each client: one call may be inside; none is
 * lost, and none too many. */
static void test_lost(void)
{
    for (u32 i = 0; i < 64; i++) {
        const int all = i & 1 ? 100 : 50, ahead[] = { (int)(i / 2 % 4) - 1,
                                                      (int)(i / 8 % 4) - 1 };
        server = 1;
        other = i & 1;
        for (u32 k = 0; k < CLIENTS; k++)
            completed[k] = i < 32 ? all - ahead[k] : k ? E_VERIFY : all;
        CHECK_EQ(none_is_lost(), i < 32 && ahead[0] >= 0 && ahead[0] < 2 &&
                                 ahead[1] >= 0 && ahead[1] < 2);
    }
    other = server = 0;
}

int main(void)
{
    struct cm table = cm_table;

    cm = &table;
    any = &any_table;
    CHECK(init(9) == 0 && self == 9);
    for (u32 x = 0; x <= 2; x++) {
        completed[0] = completed[1] = 50;
        all_cases(x);
        completed[0] = completed[1] = 100;
        all_cases(x);
    }
    all_cases(SLOTS + 1);
    test_retries(&table);
    test_no_handle();
    test_lost();
    request_compare("tests/golden/requests/load.txt");
    return check_done();
}
