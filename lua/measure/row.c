/* SPDX-License-Identifier: MIT */
/*
 * A row as a script describes it, and the names of those that were sent.
 *
 * Invariant: no two rows of a run have one name as the host has it.
 */
#include "row.h"

#include <math.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/raise.h"

#define WARMUP 3
#define SAMPLES 100
#define TEXT_MAX 100            /* bytes of a row's text */
#define ROWS "deimos.rows"      /* in the registry: names of rows, as sent */

/* The number at index, as a text; 1.0 is 1, or it would name another row. */
static void to_text(lua_State *L, int index)
{
    int is_integer;
    const lua_Integer value = lua_tointegerx(L, index, &is_integer);

    if (is_integer) {
        lua_pushinteger(L, value);
        lua_replace(L, index);
    }
    lua_tostring(L, index);
}

/* A text of the table at 1, or a number as one. It stays on the stack, so
 * that it lives. */
static const char *row_text(lua_State *L, const char *what, const char *otherwise)
{
    const int index = arg_field(L, what);
    const char *value;

    if (lua_isnil(L, index) && otherwise)
        return otherwise;
    if (lua_type(L, index) == LUA_TNUMBER && otherwise)
        to_text(L, index);
    value = otherwise ? arg_text(L, index, what, TEXT_MAX)
                      : arg_name(L, index, what, TEXT_MAX);
    arg_printable(L, value, what);
    return value;
}

/* parameter, or x where that is an integer. */
static u32 parameter(lua_State *L, const char *what)
{
    const int x = arg_field(L, "- x");
    lua_Integer value = 0;

    value = lua_tointeger(L, x);
    if (!lua_isnil(L, arg_field(L, what)))
        value = arg_u32(L, -1, what);
    if (value < 0 || value > 0xffffffffLL)
        arg_fail(L, what, "expected 0 to 4294967295, got x = %I", value);
    lua_pop(L, 2);
    return (u32)value;
}

static u32 number(lua_State *L, const char *what, u32 otherwise, u32 max)
{
    const int index = arg_field(L, what);
    u32 value = otherwise;

    if (!lua_isnil(L, index))
        value = (u32)arg_integer(L, index, what, 0, max);
    lua_pop(L, 1);
    return value;
}

static u32 is_live(lua_State *L)
{
    const int index = arg_field(L, "deimos.experiment live");

    return lua_isnil(L, index) ? 0
                               : arg_boolean(L, index,
                                             "deimos.experiment live");
}

/* x as a number: a finite one. */
static void check_x(lua_State *L, const char *what)
{
    const int x = arg_field(L, what);

    if (lua_type(L, x) == LUA_TNUMBER && !isfinite(lua_tonumber(L, x)))
        arg_fail(L, what, "finite number expected, got %s",
                 luaL_tolstring(L, x, NULL));
    lua_pop(L, 1);
}

/* One description serves both calls: a workload that finds a row to have no
 * meaning hands on what it would have measured. */
static const char *const fields[] = {
    "experiment", "case", "module", "interface", "model", "x",
    "parameter", "samples", "warmup", "live", NULL,
};

struct harness_row row_read_name(lua_State *L)
{
#define WHAT "deimos.not_applicable"
    arg_table(L, WHAT, fields);
    check_x(L, WHAT " x");
    return (struct harness_row){
        .experiment = row_text(L, WHAT " experiment", NULL),
        .name = row_text(L, WHAT " case", NULL),
        .model = row_text(L, WHAT " model", ""),
        .x = row_text(L, WHAT " x", ""),
    };
#undef WHAT
}

struct harness_row row_read(lua_State *L)
{
    struct harness_row row = { .timed = 0 };

    arg_table(L, "deimos.experiment", fields);
    check_x(L, "deimos.experiment x");
    row.experiment = row_text(L, "deimos.experiment experiment", NULL);
    row.name = row_text(L, "deimos.experiment case", NULL);
    row.model = row_text(L, "deimos.experiment model", "");
    row.x = row_text(L, "deimos.experiment x", "");
    row.parameter = parameter(L, "deimos.experiment parameter");
    row.samples = number(L, "deimos.experiment samples", SAMPLES,
                         HARNESS_SAMPLES_MAX);
    row.warmup = number(L, "deimos.experiment warmup",
                        row.samples ? WARMUP : 0, HARNESS_WARMUP_MAX);
    row.live = is_live(L);
    if (!row.samples && row.warmup)
        arg_fail(L, "deimos.experiment warmup",
                 "expected 0, for samples = 0: it happens once");
    return row;
}

/* Push the row's name as the host has it (results/data/collect.lua), and the
 * table of those that were sent. */
static void push_name(lua_State *L, const struct harness_row *row)
{
    const char *const parts[] = { row->experiment, row->name, row->model,
                                  row->x };
    luaL_Buffer name;

    luaL_buffinit(L, &name);
    for (u32 i = 0; i < ARRAY_SIZE(parts); i++) {
        if (!*parts[i])
            continue;
        if (i)
            luaL_addchar(&name, ' ');
        luaL_addstring(&name, parts[i]);
    }
    luaL_pushresult(&name);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, ROWS);
}

/* Two rows of one name could not be told apart, and the host takes neither. */
void row_check_new(lua_State *L, const struct harness_row *row)
{
    push_name(L, row);
    lua_pushvalue(L, -2);
    if (lua_rawget(L, -2) != LUA_TNIL)
        raise_format(L, "row '%s' again: it was measured before; its "
                     "experiment, case, model and x together name it",
                     lua_tostring(L, -3));
    lua_pop(L, 3);
}

void row_note(lua_State *L, const struct harness_row *row)
{
    push_name(L, row);
    lua_insert(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
