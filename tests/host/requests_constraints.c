/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c core/lib/format.c */
/* Experiment bind under constraints: see requests.h. */
#include "requests_cm.h"

#include "../../bench/experiments/constraints.c"

static void request_reset(void);

/* A receptacle that is not the row's is refused; or is not. */
static int does_refuse;
static int is_bound;                    /* the row's */

static int bind_own(int caller, const char *name, int to, const char *type)
{
    const int handle = cm_bind(caller, name, to, type);
    const int is_other = !strcmp(name, "other") || !strcmp(name, "segmented");

    if (handle > 0 && is_other && does_refuse)
        return E_CONSTRAINT;
    is_bound = handle > 0 && caller == self;
    return handle;
}

static int unbind_own(int handle)
{
    is_bound = 0;
    return cm_unbind(handle);
}

static int answer(const char *who)
{
    return ask(is_bound ? (int)++null_calls : E_UNBOUND, "%s()", who);
}

static int count_paged(void) { return answer("paged"); }
static int count_flat(void) { return answer("flat"); }
static int count_last(void) { return answer("last"); }
static const struct null paged_table = { count_paged };
static const struct null flat_table = { count_flat };
static const struct null last_table = { count_last };

static void request_reset(void)
{
    cm_reset();
    is_bound = 0;
}

static void all_cases(void)
{
    REQUEST_BODY(figure3, 0);
    REQUEST_BODY(constraints, 4);
    REQUEST_BODY(constraints, 32);
    REQUEST_BODY(pairs, 4);
}

int main(void)
{
    struct cm table = cm_table;

    table.bind = bind_own;
    table.unbind = unbind_own;
    cm = &table;
    paged = &paged_table;
    flat = &flat_table;
    last = &last_table;
    CHECK(init(9) == 0 && self == 9);
    all_cases();
    does_refuse = 1;
    all_cases();
    request_compare("tests/golden/requests/constraints.txt");
    return check_done();
}
