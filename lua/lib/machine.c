/* SPDX-License-Identifier: MIT */
/* deimos: what the system runs on, its time, its state. */
#include "libs.h"

#include "lauxlib.h"

#include "../module/ium.h"

static void set_string(lua_State *L, const char *key, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, u32 value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

static void set_boolean(lua_State *L, const char *key, u32 value)
{
    lua_pushboolean(L, value != 0);
    lua_setfield(L, -2, key);
}

static const char *clock_name(u32 class)
{
    static const char *const names[] = {
        [CLOCK_NONE] = "none", [CLOCK_INSN] = "insn", [CLOCK_TSC] = "tsc",
        [CLOCK_MODEL] = "model",
    };

    return class < ARRAY_SIZE(names) ? names[class] : "none";
}

/* A set: features.tsc is true or nil. */
static void push_features(lua_State *L, u32 features)
{
    static const struct { u32 bit; const char *name; } list[] = {
        { CPU_FPU, "fpu" }, { CPU_TSC, "tsc" }, { CPU_PSE, "pse" },
        { CPU_PGE, "pge" }, { CPU_SEP, "sep" }, { CPU_SSE2, "sse2" },
        { CPU_RDTSCP, "rdtscp" }, { CPU_CPUID, "cpuid" },
        { CPU_HYPERVISOR, "hypervisor" },
    };

    lua_newtable(L);
    for (u32 i = 0; i < ARRAY_SIZE(list); i++) {
        if (!(features & list[i].bit))
            continue;
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, list[i].name);
    }
}

int machine_push(lua_State *L)
{
    struct system_info info;

    GRAPH_READ(system, info);
    lua_newtable(L);
    set_string(L, "version", info.version);
    set_string(L, "compiler", info.compiler);
    set_string(L, "loader", info.loader);
    set_string(L, "cpu_vendor", info.cpu_vendor);
    set_string(L, "cpu_name", info.cpu_name);
    set_string(L, "hypervisor", info.hypervisor);
    set_string(L, "clock", clock_name(info.clock));
    set_integer(L, "cpu_signature", info.cpu_signature);
    set_integer(L, "memory", info.memory);
    set_integer(L, "ups_base", info.ups_base);
    set_integer(L, "ups_size", info.ups_size);
    set_integer(L, "tick_hz", info.tick_hz);
    set_integer(L, "deaths", info.deaths);
    set_boolean(L, "segment_limits", info.segment_limits);
    set_boolean(L, "iret_checked", info.iret_checked);
    set_boolean(L, "parameters_checked", info.parameters_checked);
    push_features(L, info.cpu_features);
    lua_setfield(L, -2, "features");
    return 1;
}

static int ticks(lua_State *L)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    lua_pushinteger(L, now);
    return 1;
}

/* clock(): seconds since boot, in steps of a tick. */
static int seconds(lua_State *L)
{
    u32 now, hz;

    GRAPH_READ(system.ticks, now);
    GRAPH_READ(system.tick_hz, hz);
    lua_pushnumber(L, hz ? (lua_Number)now / hz : 0);
    return 1;
}

/* tsc(): the counter, or nil if there is none. */
static int tsc(lua_State *L)
{
    u32 features;
    u64 count;

    GRAPH_READ(system.cpu_features, features);
    if (!(features & CPU_TSC)) {
        luaL_pushfail(L);
        return 1;
    }
    __asm__ volatile("rdtsc" : "=A"(count));
    lua_pushinteger(L, count);
    return 1;
}

/* report(): of the last death, or nil. */
static int report(lua_State *L)
{
    char text[GRAPH_REPORT_SIZE];

    GRAPH_READ(system.report, text);
    text[sizeof(text) - 1] = '\0';
    if (text[0])
        lua_pushstring(L, text);
    else
        luaL_pushfail(L);
    return 1;
}

static int digest(lua_State *L)
{
    lua_pushinteger(L, (u32)ium_cm->digest());
    return 1;
}

void lib_machine_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "machine", machine_push },
        { "ticks", ticks },
        { "clock", seconds },
        { "tsc", tsc },
        { "report", report },
        { "digest", digest },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
}
