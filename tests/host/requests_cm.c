/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment cm: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/cm.c"

static int is_gone, stays;              /* 1: find() answers, 2: load() */

static void request_reset(void)
{
    cm_reset();
    is_gone = 0;
}

static int unload_cm(int module)
{
    is_gone = 1;
    return cm_unload(module);
}

static int find_cm(const char *name)
{
    return is_gone ? ask(stays == 1 ? 3 : E_GONE, "find(%s)", name)
                   : ask(5, "find(%s) -> 5", name);
}

static int load_none(const char *name)
{
    return ask(stays == 2 ? 7 : E_GONE, "load(%s)", name);
}

int main(void)
{
    struct cm table = cm_table;

    table.unload = unload_cm;
    table.find = find_cm;
    table.load = load_none;
    cm = &table;
    for (stays = 0; stays <= 2; stays++)
        REQUEST_BODY(unload, 0);
    limit_step = 0;
    stays = 0;
    REQUEST_BODY(unload, 0);
    limit_step = -4096u;
    limits = 1u << 20;
    REQUEST_BODY(unload, 0);
    CHECK_EQ(look_access(0), 0);
    request_compare("tests/golden/requests/cm.txt");
    return check_done();
}
