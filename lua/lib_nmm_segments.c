/* SPDX-License-Identifier: MIT */
/* deimos.nmm: the machine dependent methods (paper, Table 1): segments,
 * local descriptor tables, tasks. */
#include "lib_nmm.h"

#include "lauxlib.h"

static const char *const types[] = {    /* ORDER enum local_type */
    "code", "code_only", "data", "data_only", "gate", NULL,
};

static u32 type_field(lua_State *L)
{
    lua_getfield(L, 1, "type");
    const int type = luaL_checkoption(L, lua_gettop(L), "data", types);

    lua_pop(L, 1);
    return (u32)type;
}

/* create_global_segment{ size =, type =, dpl = }: space, info */
static int create_global_segment(lua_State *L)
{
    struct segment_info info;

    luaL_checktype(L, 1, LUA_TTABLE);
    const u32 size = nmm_field(L, "size", PAGE_SIZE);
    const u32 dpl = nmm_field(L, "dpl", 1);
    nmm_result(L, "create_global_segment", ium_nmm->create_global_segment(
        size, type_field(L), dpl, &info));
    lua_newtable(L);
    nmm_set(L, "space", info.space);
    nmm_set(L, "selector", info.selector);
    nmm_set(L, "base", info.base);
    nmm_set(L, "size", info.size);
    nmm_set(L, "ups", info.ups);
    return 2;
}

static int destroy_global_segment(lua_State *L)
{
    return nmm_result(L, "destroy_global_segment",
                      ium_nmm->destroy_global_segment(nmm_check_u32(L, 1)));
}

/* create_ldt(entries): ldt */
static int create_ldt(lua_State *L)
{
    return nmm_result(L, "create_ldt",
                      ium_nmm->create_ldt(nmm_check_u32(L, 1)));
}

static int destroy_ldt(lua_State *L)
{
    return nmm_result(L, "destroy_ldt",
                      ium_nmm->destroy_ldt(nmm_check_u32(L, 1)));
}

/* create_local_segment{ ldt =, type =, space =, base =, size =, index =,
 * handler =, dwords = }: selector */
static int create_local_segment(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    const struct local_segment segment = {
        .index = nmm_field(L, "index", 0), .type = type_field(L),
        .space = nmm_field(L, "space", NMM_UPS),
        .base = nmm_field(L, "base", 0),
        .size = nmm_field(L, "size", PAGE_SIZE),
        .handler = nmm_field(L, "handler", 0),
        .dwords = nmm_field(L, "dwords", 0),
    };
    return nmm_result(L, "create_local_segment",
                      ium_nmm->create_local_segment(
                          nmm_field(L, "ldt", 0), &segment));
}

/* destroy_local_segment(ldt, selector) */
static int destroy_local_segment(lua_State *L)
{
    return nmm_result(L, "destroy_local_segment",
                      ium_nmm->destroy_local_segment(nmm_check_u32(L, 1),
                                                     nmm_check_u32(L, 2)));
}

/* create_tss{ ldt =, space =, eip =, cs =, esp =, ss =, ds =, es =, eax =,
 * esp1 = }: selector */
static int create_tss(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    const struct task task = {
        .ldt = nmm_field(L, "ldt", 0),
        .space = nmm_field(L, "space", NMM_UPS),
        .eip = nmm_field(L, "eip", 0), .cs = nmm_field(L, "cs", 0),
        .esp = nmm_field(L, "esp", 0), .ss = nmm_field(L, "ss", 0),
        .ds = nmm_field(L, "ds", 0), .es = nmm_field(L, "es", 0),
        .eax = nmm_field(L, "eax", 0), .esp1 = nmm_field(L, "esp1", 0),
    };
    return nmm_result(L, "create_tss", ium_nmm->create_tss(&task));
}

static int destroy_tss(lua_State *L)
{
    return nmm_result(L, "destroy_tss",
                      ium_nmm->destroy_tss(nmm_check_u32(L, 1)));
}

void lib_nmm_segments_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "create_global_segment", create_global_segment },
        { "destroy_global_segment", destroy_global_segment },
        { "create_ldt", create_ldt },
        { "destroy_ldt", destroy_ldt },
        { "create_local_segment", create_local_segment },
        { "destroy_local_segment", destroy_local_segment },
        { "create_tss", create_tss },
        { "destroy_tss", destroy_tss },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
}
