/* SPDX-License-Identifier: MIT */
/*
 * deimos: experiments, through the harness of the module "bench". It is
 * loaded, bound and begun when a script first needs it; the end record
 * follows when the script has ended. A row that is not verified makes the
 * run a failure.
 */
#include "libs.h"

#include <stdio.h>

#include "lauxlib.h"

#include "fail.h"
#include "ium.h"
#include "lib_module.h"

#define BENCH "bench"
#define WARMUP 3
#define SAMPLES 100

static int bench;               /* its handle; 0: not in use yet */
static int unverified;          /* rows */

/* A method of the harness, recoverable: a subject may die in it. */
static int harness_call(lua_State *L, void *method, u32 a, u32 b)
{
    const u32 arguments[] = { a, b };
    u64 result = recover_call(method, arguments, 2);

    return result >> 32 ? fail_died(L, BENCH) : (int)result;
}

static void need_harness(lua_State *L)
{
    int handle, error;

    if (bench)
        return;
    lua_pushliteral(L, BENCH);
    handle = module_need(L, lua_gettop(L));
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
static int has_clock(void)
{
    static int said;
    u32 class;

    GRAPH_READ(system.clock, class);
    if (class == CLOCK_NONE && !said)
        said = printf("no TSC: experiments are left out\n");
    return class != CLOCK_NONE;
}

/* Fields of the table at 1. A text stays on the stack, so that it lives. */
static const char *text(lua_State *L, const char *key, const char *otherwise)
{
    luaL_checkstack(L, 1, NULL);
    if (lua_getfield(L, 1, key) == LUA_TNIL && otherwise)
        return otherwise;
    if (!lua_isstring(L, -1))
        luaL_error(L, "field '%s' is not a string", key);
    return lua_tostring(L, -1);
}

static u32 number(lua_State *L, const char *key, u32 otherwise)
{
    u32 value = otherwise;

    if (lua_getfield(L, 1, key) != LUA_TNIL) {
        int is_number;
        lua_Integer given = lua_tointegerx(L, -1, &is_number);

        if (!is_number || given < 0 || given > 0xffffffffLL)
            luaL_error(L, "field '%s' is not a number of 32 bits", key);
        value = given;
    }
    lua_pop(L, 1);
    return value;
}

static struct harness_row row_check(lua_State *L)
{
    struct harness_row row = { .timed = 0 };

    luaL_checktype(L, 1, LUA_TTABLE);
    row.experiment = text(L, "experiment", NULL);
    row.name = text(L, "case", NULL);
    row.model = text(L, "model", "");
    row.x = text(L, "x", "");
    lua_getfield(L, 1, "x");
    row.parameter = number(L, "parameter", lua_tointeger(L, -1));
    row.samples = number(L, "samples", SAMPLES);
    row.warmup = number(L, "warmup", row.samples ? WARMUP : 0);
    lua_getfield(L, 1, "live");
    row.live = lua_toboolean(L, -1);
    luaL_argcheck(L, row.samples <= HARNESS_SAMPLES_MAX,
                  1, "field 'samples' is out of range");
    luaL_argcheck(L, row.samples || !row.warmup, 1,
                  "field 'warmup' is out of range: this happens once");
    return row;
}

static void push_summary(lua_State *L, const struct harness_summary *summary)
{
    const struct {
        const char *key;
        lua_Integer value;
    } fields[] = {
        { "n", summary->n }, { "error", summary->error },
        { "cold", summary->cold }, { "min", summary->min },
        { "p25", summary->p25 }, { "p50", summary->p50 },
        { "p75", summary->p75 }, { "p99", summary->p99 },
        { "max", summary->max }, { "mean", summary->mean },
        { "stddev", summary->stddev }, { "overhead", summary->overhead },
        { "failed_at", summary->failed_at },
    };

    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(fields); i++) {
        lua_pushinteger(L, fields[i].value);
        lua_setfield(L, -2, fields[i].key);
    }
    lua_pushboolean(L, summary->verified);
    lua_setfield(L, -2, "verified");
}

/*
 * begin(): the harness is loaded now, below all that is measured. Else it is
 * behind the first subject, and what is loaded later lies elsewhere.
 */
static int begin(lua_State *L)
{
    if (has_clock())
        need_harness(L);
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

static int experiment(lua_State *L)
{
    struct harness_row row = row_check(L);
    struct harness_summary summary = { .n = 0 };
    const char *interface = text(L, "interface", row.name);
    int provider, binding, error;

    if (!has_clock())
        return no_clock(L);
    need_harness(L);
    lua_getfield(L, 1, "module");
    provider = module_need(L, lua_gettop(L));
    binding = ium_cm->bind(bench, "subject", provider, interface);
    row.timed = binding == E_TYPE;
    if (row.timed)
        binding = ium_cm->bind(bench, "timed", provider, interface);
    if (binding < 0)
        return fail_cm(L, "experiment", interface, binding);
    error = run_row(&row, binding, &summary);
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
    struct harness_row row = row_check(L);
    int error;

    if (!has_clock())
        return no_clock(L);
    need_harness(L);
    error = harness_call(L, ium_harness->not_applicable, (u32)&row, 0);
    return error < 0 ? fail(L, "not_applicable", row.name, error) : 0;
}

static int environment(lua_State *L)
{
    const char *key = luaL_checkstring(L, 1);
    const char *value = luaL_tolstring(L, 2, NULL);
    int error;

    need_harness(L);
    error = harness_call(L, ium_harness->environment, (u32)key, (u32)value);
    return error < 0 ? fail(L, "environment", key, error) : 0;
}

/* record(kind, key, value, ...): a record of the caller's own kind. */
static int record(lua_State *L)
{
    const char *kind = luaL_checkstring(L, 1);
    int top = lua_gettop(L), error;
    luaL_Buffer fields;

    luaL_argcheck(L, top % 2, top, "a key without a value");
    for (int i = 2; i <= top; i++) {
        luaL_tolstring(L, i, NULL);
        lua_replace(L, i);
        luaL_argcheck(L, *lua_tostring(L, i) || i % 2, i, "an empty key");
    }
    luaL_buffinit(L, &fields);
    for (int i = 2; i <= top; i++) {
        luaL_addstring(&fields, lua_tostring(L, i));
        luaL_addchar(&fields, '\0');
    }
    luaL_addchar(&fields, '\0');
    luaL_pushresult(&fields);
    need_harness(L);
    error = harness_call(L, ium_harness->record, (u32)kind,
                         (u32)lua_tostring(L, top + 1));
    return error < 0 ? fail(L, "record", kind, error) : 0;
}

void lib_experiment_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "begin", begin },
        { "experiment", experiment },
        { "not_applicable", not_applicable },
        { "environment", environment },
        { "record", record },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
}

int lib_experiment_end(int status)
{
    u32 arguments[1];

    if (!bench)
        return status;
    if (unverified && status == STATUS_PASS) {
        printf("lua: %d rows are not verified\n", unverified);
        status = STATUS_FAILED;
    }
    arguments[0] = status;
    return recover_call(ium_harness->end, arguments, 1) >> 32 ? STATUS_FAILED
                                                              : status;
}
