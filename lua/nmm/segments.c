/* SPDX-License-Identifier: MIT */
/* deimos.nmm: the machine dependent methods (paper, Table 1): segments,
 * local descriptor tables, tasks. */
#include "nmm.h"

#include "lauxlib.h"

#include "../args/args.h"

static const char *const types[] = {
    [LOCAL_CODE] = "code", [LOCAL_CODE_ONLY] = "code_only",
    [LOCAL_DATA] = "data", [LOCAL_DATA_ONLY] = "data_only",
    [LOCAL_GATE] = "gate", NULL,
};

static u32 type_field(lua_State *L, const char *what)
{
    const int index = arg_field(L, what);
    const int type = lua_isnil(L, index) ? LOCAL_DATA
                                         : arg_choice(L, index, what, types);

    lua_pop(L, 1);
    return (u32)type;
}

static void push_segment(lua_State *L, const struct segment_info *info)
{
    lua_newtable(L);
    nmm_set(L, "space", info->space);
    nmm_set(L, "selector", info->selector);
    nmm_set(L, "base", info->base);
    nmm_set(L, "size", info->size);
    nmm_set(L, "ups", info->ups);
}

/* create_global_segment{ size =, type =, dpl = }: space, info */
static int create_global_segment(lua_State *L)
{
#define WHAT "nmm.create_global_segment"
    static const char *const fields[] = { "size", "type", "dpl", NULL };
    struct segment_info info;

    arg_table(L, WHAT, fields);
    const u32 size = arg_field_u32(L, WHAT " size", PAGE_SIZE);
    const u32 dpl = arg_field_u32(L, WHAT " dpl", 1);
    nmm_result(L, "create_global_segment", ium_nmm->create_global_segment(
        size, type_field(L, WHAT " type"), dpl, &info));
    push_segment(L, &info);
    return 2;
#undef WHAT
}

NMM_METHOD1(destroy_global_segment, space)

/* create_ldt(entries): ldt */
NMM_METHOD1(create_ldt, entries)

NMM_METHOD1(destroy_ldt, ldt)

/* create_local_segment{ ldt =, type =, space =, base =, size =, index =,
 * handler =, dwords = }: selector */
static int create_local_segment(lua_State *L)
{
#define WHAT "nmm.create_local_segment"
    static const char *const fields[] = {
        "ldt", "type", "space", "base", "size", "index", "handler", "dwords",
        NULL,
    };

    arg_table(L, WHAT, fields);
    const struct local_segment segment = {
        .index = arg_field_u32(L, WHAT " index", 0),
        .type = type_field(L, WHAT " type"),
        .space = arg_field_u32(L, WHAT " space", NMM_UPS),
        .base = arg_field_u32(L, WHAT " base", 0),
        .size = arg_field_u32(L, WHAT " size", PAGE_SIZE),
        .handler = arg_field_u32(L, WHAT " handler", 0),
        .dwords = arg_field_u32(L, WHAT " dwords", 0),
    };
    return nmm_result(L, "create_local_segment",
                      ium_nmm->create_local_segment(
                          arg_field_u32(L, WHAT " ldt", 0), &segment));
#undef WHAT
}

/* destroy_local_segment(ldt, selector) */
NMM_METHOD2(destroy_local_segment, ldt, selector)

/* create_tss{ ldt =, space =, eip =, cs =, esp =, ss =, ds =, es =, eax =,
 * esp1 = }: selector */
static int create_tss(lua_State *L)
{
#define WHAT "nmm.create_tss"
    static const char *const fields[] = {
        "ldt", "space", "eip", "cs", "esp", "ss", "ds", "es", "eax", "esp1",
        NULL,
    };

    arg_table(L, WHAT, fields);
    const struct task task = {
        .ldt = arg_field_u32(L, WHAT " ldt", 0),
        .space = arg_field_u32(L, WHAT " space", NMM_UPS),
        .eip = arg_field_u32(L, WHAT " eip", 0),
        .cs = arg_field_u32(L, WHAT " cs", 0),
        .esp = arg_field_u32(L, WHAT " esp", 0),
        .ss = arg_field_u32(L, WHAT " ss", 0),
        .ds = arg_field_u32(L, WHAT " ds", 0),
        .es = arg_field_u32(L, WHAT " es", 0),
        .eax = arg_field_u32(L, WHAT " eax", 0),
        .esp1 = arg_field_u32(L, WHAT " esp1", 0),
    };
    return nmm_result(L, "create_tss", ium_nmm->create_tss(&task));
#undef WHAT
}

NMM_METHOD1(destroy_tss, selector)

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
