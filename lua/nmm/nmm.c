/* SPDX-License-Identifier: MIT */
/*
 * deimos.nmm: the neutral memory manager (paper, Table 1). Regions that a
 * script creates are owned by the module "lua".
 */
#include "nmm.h"

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"
#include "../lib/libs.h"

int nmm_result(lua_State *L, const char *method, int value)
{
    if (value < 0)
        return fail(L, "nmm", method, value);
    lua_pushinteger(L, value);
    return 1;
}

void nmm_set(lua_State *L, const char *key, u32 value)
{
    lua_pushinteger(L, value);
    lua_setfield(L, -2, key);
}

static void push_info(lua_State *L, const struct region_info *info)
{
    static const char *const statuses[] = { "free", "used", "invalid" };
    u32 status = info->status;

    lua_newtable(L);
    nmm_set(L, "region", info->region);
    nmm_set(L, "space", info->space);
    nmm_set(L, "base", info->base);
    nmm_set(L, "size", info->size);
    nmm_set(L, "flags", info->flags);
    nmm_set(L, "owner", info->owner);
    nmm_set(L, "frame", info->frame);
    lua_pushstring(L, status < ARRAY_SIZE(statuses) ? statuses[status] : "?");
    lua_setfield(L, -2, "status");
}

/* create_region{ space =, base =, size =, flags = }: handle, info. What has
 * a base is FIXED. */
static int create_region(lua_State *L)
{
    static const char *const fields[] = {
        "space", "base", "size", "flags", NULL,
    };
    struct region_info info;
    u32 space, base, size, flags;
    int has_base;

    arg_table(L, "nmm.create_region", fields);
    space = arg_field_u32(L, "nmm.create_region space", NMM_UPS);
    base = arg_field_u32(L, "nmm.create_region base", 0);
    size = arg_field_u32(L, "nmm.create_region size", PAGE_SIZE);
    flags = arg_field_u32(L, "nmm.create_region flags", REGION_ANYWHERE);
    has_base = lua_getfield(L, 1, "base") != LUA_TNIL;
    if (!has_base && flags & REGION_FIXED)
        return arg_fail(L, "nmm.create_region base",
                        "number expected, for 'flags' has FIXED; got nil");
    if (has_base)
        flags |= REGION_FIXED;
    nmm_result(L, "create_region",
               ium_nmm->create_region(space, base, size, flags, &info));
    push_info(L, &info);
    return 2;
}

NMM_METHOD1(destroy_region, region)

/* query_region(space, address): info */
static int query_region(lua_State *L)
{
    const u32 space = arg_u32(L, 1, "nmm.query_region space");
    const u32 address = arg_u32(L, 2, "nmm.query_region address");
    struct region_info info;

    nmm_result(L, "query_region",
               ium_nmm->query_region(space, address, &info));
    push_info(L, &info);
    return 1;
}

static int identify_region(lua_State *L)
{
    return nmm_result(L, "identify_region", ium_nmm->identify_region());
}

/* paging(on): the state before */
static int paging(lua_State *L)
{
    int before;

    before = ium_nmm->paging(arg_boolean(L, 1, "nmm.paging on"));
    if (before < 0)
        return fail(L, "nmm", "paging", before);
    lua_pushboolean(L, before);
    return 1;
}

/* create_page_table(base, size): space */
NMM_METHOD2(create_page_table, base, size)

NMM_METHOD1(destroy_page_table, space)

/* create_page_mapping(space, address, frame | flags) */
NMM_METHOD3(create_page_mapping, space, address, entry)

/* invalidate_page_mapping(space, address) */
NMM_METHOD2(invalidate_page_mapping, space, address)

/* phys_to_virt(space, frame): the page that maps it, or nil */
static int phys_to_virt(lua_State *L)
{
    const u32 space = arg_u32(L, 1, "nmm.phys_to_virt space");
    const u32 frame = arg_u32(L, 2, "nmm.phys_to_virt frame");
    const u32 page = ium_nmm->phys_to_virt(space, frame);

    /* An address is page-aligned; an error never is. */
    if (page == PHYS_NOT_MAPPED)
        luaL_pushfail(L);
    else if (page & (PAGE_SIZE - 1))
        return fail(L, "nmm", "phys_to_virt", page);
    else
        lua_pushinteger(L, page);
    return 1;
}

static const struct {
    const char *name;
    u32 value;
} constants[] = {
    { "CORE", NMM_CORE }, { "UPS", NMM_UPS },
    { "ANYWHERE", REGION_ANYWHERE }, { "FIXED", REGION_FIXED },
    { "SELF_BACKED", REGION_SELF_BACKED }, { "FRAMES", REGION_FRAMES },
    { "PRESENT", MAP_PRESENT }, { "WRITE", MAP_WRITE }, { "USER", MAP_USER },
    { "WINDOW_BASE", NMM_WINDOW_BASE }, { "PAGE_SIZE", PAGE_SIZE },
};

void lib_nmm_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "create_region", create_region },
        { "destroy_region", destroy_region },
        { "query_region", query_region },
        { "identify_region", identify_region },
        { "paging", paging },
        { "create_page_table", create_page_table },
        { "destroy_page_table", destroy_page_table },
        { "create_page_mapping", create_page_mapping },
        { "invalidate_page_mapping", invalidate_page_mapping },
        { "phys_to_virt", phys_to_virt },
        { NULL, NULL },
    };

    luaL_newlib(L, functions);
    lib_nmm_pages_open(L);
    lib_nmm_segments_open(L);
    for (u32 i = 0; i < ARRAY_SIZE(constants); i++)
        nmm_set(L, constants[i].name, constants[i].value);
    lua_setfield(L, -2, "nmm");
}
