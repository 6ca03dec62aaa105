/* SPDX-License-Identifier: MIT */
/* sources: */
/* once: build/source/lua-5.4.9/src/l[!u]*.c
 * build/source/lua-5.4.9/src/lu[nt]*.c */
/* flags: -w -Ibuild/source/lua-5.4.9/src -fno-sanitize=undefined */
/*
 * The parser of records, which is Lua: a log of any bytes is parsed, or comes
 * back with errors that say what is wrong. records.lua has the checks; an
 * error that it raises is a finding, and so is memory that stays. The fuzzer
 * sees by way of counters which lines of Lua an input has reached.
 */
#include "fuzz.h"
#include "lauxlib.h"
#include "lualib.h"

#define LINES 4096              /* a power of two */
#define SCRIPT "tests/fuzz/records.lua"
#define KEPT 64                 /* KiB more than before: a leak */

__attribute__((section("__libfuzzer_extra_counters")))
static u8 reached[LINES];

static int baseline;            /* KiB */

static void count_line(lua_State *L, lua_Debug *at)
{
    lua_getinfo(L, "S", at);
    reached[((u32)at->linedefined * 31 + (u32)at->currentline * 7 +
             (u32)strlen(at->short_src) * 1021) % LINES]++;
}

static int memory_used(lua_State *L)
{
    lua_gc(L, LUA_GCCOLLECT);
    lua_gc(L, LUA_GCCOLLECT);
    return lua_gc(L, LUA_GCCOUNT);
}

static void fail(lua_State *L)
{
    fprintf(stderr, "failed: %s\n", lua_tostring(L, -1));
    abort();
}

static lua_State *start(void)
{
    lua_State *L = luaL_newstate();

    FUZZ_CHECK(L);
    luaL_openlibs(L);
    if (luaL_dofile(L, SCRIPT))
        fail(L);
    lua_sethook(L, count_line, LUA_MASKLINE, 0);
    baseline = memory_used(L);
    return L;                   /* the check is on the stack, and stays */
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
    static lua_State *L;

    if (!L)
        L = start();
    lua_pushvalue(L, 1);
    lua_pushlstring(L, (const char *)data, size);
    if (lua_pcall(L, 1, 0, 0))
        fail(L);
    FUZZ_CHECK(lua_gettop(L) == 1);
    FUZZ_CHECK(memory_used(L) <= baseline + KEPT);
    return 0;
}
