/* SPDX-License-Identifier: MIT */
/*
 * deimos: records beside rows. The host throws a run away whose records it
 * does not understand, so what it would not take is refused here.
 */
#include "../lib/libs.h"

#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../args/raise.h"
#include "../module/ium.h"
#include "harness.h"
#include "../args/nearest.h"

#define KEYS "deimos.environment"       /* in the registry: keys, as sent */
#define VALUE_MAX 400           /* bytes; a record has room for 3 times that */

/* Keys of environment.csv that are not the script's: the harness sends them
 * (bench/environment.c), or the host adds them (results/bench.lua). */
static const char *const reserved[] = {
    "version", "compiler", "options", "loader", "memory", "ups_base",
    "ups_size", "results_port", "tick_hz", "cpu_vendor", "cpu_name",
    "cpu_signature", "cpu_features", "hypervisor", "segment_limits",
    "clock", "clock_conflict", "unit", "serialize", "overhead",
    "overhead_min", "overhead_max",
    "machine", "verdict", "emulator", "emulator_version", "emulator_command",
    "commit", "memory_mib", "cpu_option", "workload", "date", NULL,
};

/* What a script may send by record(); a further kind needs a reader in
 * results/data/collect.lua, too. */
static const char *const kinds[] = { NULL };
/* Those that others send: for the error's text. */
static const char *const others[] = { "env", "row", "s", "graph", NULL };
static const char *const senders[] = {
    "deimos.environment", "deimos.experiment", "deimos.experiment",
    "deimos.snapshot",
};

static int is_in(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name))
        names++;
    return *names != NULL;
}

/* The value at 2 as a text that a record has room for. */
static const char *value_text(lua_State *L)
{
    const char *what = "deimos.environment value";

    luaL_checkany(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING && !lua_isnumber(L, 2) &&
        !lua_isboolean(L, 2))
        arg_fail(L, what, "string, number or boolean expected, got %s",
                 luaL_typename(L, 2));
    luaL_tolstring(L, 2, NULL);
    return arg_text(L, -1, what, VALUE_MAX);
}

/* environment(key, value): once for each key. */
static int environment(lua_State *L)
{
    const char *what = "deimos.environment key";
    const char *key = arg_name(L, 1, what, ARG_LONG), *value;
    int error;

    lua_settop(L, 2);
    arg_printable(L, key, what);
    value = value_text(L);
    if (is_in(reserved, key))
        arg_fail(L, what, "'%s' is what the system itself says", key);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, KEYS);
    if (lua_getfield(L, -1, key) != LUA_TNIL)
        arg_fail(L, what, "'%s' again: it was sent before", key);
    harness_need(L);
    error = harness_call(L, ium_harness->environment, (u32)key, (u32)value);
    if (error < 0)
        return fail(L, "environment", key, error);
    lua_pushboolean(L, 1);
    lua_setfield(L, -3, key);
    return 0;
}

static void check_fields(lua_State *L, int top)
{
    if (top % 2 == 0)
        raise_format(L, "deimos.record: key #%d has no value", top / 2);
    for (int i = 2; i <= top; i++) {
        luaL_tolstring(L, i, NULL);
        lua_replace(L, i);
        arg_text(L, i, i % 2 ? "deimos.record value" : "deimos.record key",
                 VALUE_MAX);
        if (i % 2 == 0 && !*lua_tostring(L, i))
            arg_fail(L, "deimos.record key", "an empty string");
    }
}

int lib_record_send(lua_State *L)
{
    const char *kind = arg_name(L, 1, "deimos.record kind", ARG_LONG);
    int top = lua_gettop(L), error;
    luaL_Buffer fields;

    check_fields(L, top);
    luaL_buffinit(L, &fields);
    for (int i = 2; i <= top; i++) {
        luaL_addstring(&fields, lua_tostring(L, i));
        luaL_addchar(&fields, '\0');
    }
    luaL_addchar(&fields, '\0');
    luaL_pushresult(&fields);
    harness_need(L);
    error = harness_call(L, ium_harness->record, (u32)kind,
                         (u32)lua_tostring(L, top + 1));
    return error < 0 ? fail(L, "record", kind, error) : 0;
}

/* record(kind, key, value, ...): a record of a kind of the script's own. */
static int record(lua_State *L)
{
    const char *what = "deimos.record kind";
    const char *kind = arg_name(L, 1, what, ARG_LONG);

    if (is_in(kinds, kind))
        return lib_record_send(L);
    for (int i = 0; others[i]; i++) {
        if (!strcmp(others[i], kind))
            return arg_fail(L, what, "'%s' is what %s sends", kind,
                            senders[i]);
    }
    return arg_fail(L, what, "'%s' is unknown to the host; the nearest is "
                    "'%s', which %s sends; a note is "
                    "deimos.environment(key, value)", kind,
                    others[nearest(kind, others)],
                    senders[nearest(kind, others)]);
}

void lib_record_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "environment", environment },
        { "record", record },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
}
