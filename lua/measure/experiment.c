/* SPDX-License-Identifier: MIT */
/*
 * deimos: experiments, through the harness of the module "bench". It is
 * loaded, bound and begun when a script first needs it; the end record
 * follows when the script has ended. A row that is not verified makes the
 * run a failure.
 */
#include "../lib/libs.h"

#include <stdio.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../module/ium.h"
#include "harness.h"
#include "../lib/module.h"
#include "row.h"

#define BENCH "bench"

static int bench;               /* its handle; 0: not in use yet */
static int unverified;          /* rows */

int harness_call(lua_State *L, void *method, u32 a, u32 b)
{
    const u32 arguments[] = { a, b };
    u64 result = recover_call(method, arguments, 2);

    return result >> 32 ? fail_died(L, BENCH) : (int)result;
}

void harness_need(lua_State *L)
{
    int handle, error;

    if (bench)
        return;
    lua_pushliteral(L, BENCH);
    handle = module_need(L, lua_gettop(L), "deimos.experiment module");
    lua_pop(L, 1);
    error = ium_cm->bind(ium_self, "harness", handle, "harness");
    if (error < 0)
        fail_cm(L, "bind", "harness", error);
    bench = handle;
    error = harness_call(L, ium_harness->begin, 0, 0);
    if (error < 0)
        fail(L, "harness", "begin", error);
}

/* Experiments need a TSC; says so once. */
static int look_for_clock(void)
{
    static int said;
    u32 class;

    GRAPH_READ(system.clock, class);
    if (class == CLOCK_NONE && !said)
        said = printf("no TSC: experiments are left out\n");
    return class != CLOCK_NONE;
}

/* Of all its numbers of a clock; the host's samples.csv has the same word. */
static const char *unit(void)
{
    u32 class;

    GRAPH_READ(system.clock, class);
    return class == CLOCK_INSN ? "insn" : "cycle";
}

static void push_summary(lua_State *L, const struct harness_summary *summary)
{
    const struct {
        const char *key;
        lua_Integer value;
    } fields[] = {
        { "n", summary->n }, { "error", summary->error },
        { "cold", summary->cold },
#define STATISTIC(name, how) { #name, summary->name },
#include "../../modules/api/statistics.def"
#undef STATISTIC
        { "overhead", summary->overhead },
        { "failed_at", summary->failed_at },
    };

    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(fields); i++) {
        lua_pushinteger(L, fields[i].value);
        lua_setfield(L, -2, fields[i].key);
    }
    lua_pushboolean(L, summary->verified);
    lua_setfield(L, -2, "verified");
    lua_pushstring(L, unit());
    lua_setfield(L, -2, "unit");
}

/*
 * begin(): the harness is loaded now, below all that is measured. Else it is
 * behind the first subject, and what is loaded later lies elsewhere.
 */
static int begin(lua_State *L)
{
    if (look_for_clock())
        harness_need(L);
    return 0;
}

static int no_clock(lua_State *L)
{
    luaL_pushfail(L);
    lua_pushliteral(L, "no TSC");
    return 2;
}

/* Bind, run, unbind: the subject is free again whatever happens. */
static int run_row(const struct harness_row *row, int binding,
                   struct harness_summary *summary)
{
    const u32 arguments[] = { (u32)row, (u32)summary };
    u64 result = recover_call(ium_harness->run, arguments, 2);

    ium_cm->unbind(binding);
    return result >> 32 ? E_DIED : (int)result;
}

static const char *interface_name(lua_State *L, const char *otherwise)
{
    const char *what = "deimos.experiment interface";
    const int index = arg_field(L, what);

    return lua_isnil(L, index) ? otherwise
                               : arg_name(L, index, what, ARG_NAME);
}

static int experiment(lua_State *L)
{
    struct harness_row row = row_read(L);
    struct harness_summary summary = { .n = 0 };
    const char *interface = interface_name(L, row.name);
    int provider, binding, error;

    row_check_new(L, &row);
    if (!look_for_clock())
        return no_clock(L);
    harness_need(L);
    provider = arg_field(L, "deimos.experiment module");
    provider = module_need(L, provider, "deimos.experiment module");
    binding = ium_cm->bind(bench, "subject", provider, interface);
    row.timed = binding == E_TYPE;
    if (row.timed)
        binding = ium_cm->bind(bench, "timed", provider, interface);
    if (binding < 0)
        return fail_cm(L, "experiment", interface, binding);
    error = run_row(&row, binding, &summary);
    if (error != E_DIED)
        row_note(L, &row);
    if (error == E_NOT_APPLICABLE) {
        luaL_pushfail(L);
        lua_pushliteral(L, "not applicable");
        return 2;
    }
    unverified += error < 0 || !summary.verified;
    if (error == E_DIED)
        return fail_died(L, row.name);
    if (error < 0)
        return fail(L, "experiment", row.name, error);
    push_summary(L, &summary);
    return 1;
}

/* not_applicable{ experiment =, case =, model =, x = } */
static int not_applicable(lua_State *L)
{
    struct harness_row row = row_read_name(L);
    int error;

    row_check_new(L, &row);
    if (!look_for_clock())
        return no_clock(L);
    harness_need(L);
    error = harness_call(L, ium_harness->not_applicable, (u32)&row, 0);
    row_note(L, &row);
    return error < 0 ? fail(L, "not_applicable", row.name, error) : 0;
}

void lib_experiment_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "begin", begin },
        { "experiment", experiment },
        { "not_applicable", not_applicable },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
}

int lib_experiment_end(int status)
{
    u32 arguments[1];

    if (!bench)
        return status;
    if (unverified && status == EXIT_PASS) {
        printf("lua: %d rows are not verified\n", unverified);
        status = EXIT_FAIL;
    }
    arguments[0] = status;
    return recover_call(ium_harness->end, arguments, 1) >> 32 ? EXIT_FAIL
                                                              : status;
}
