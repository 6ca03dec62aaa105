/* SPDX-License-Identifier: MIT */
/* deimos.nmm: what is below and beside a page mapping. */
#include "lib_nmm.h"

#include "lauxlib.h"

#include "fail.h"

/* page_attributes(space, address, pages, clear, set, strategy): bits of the
 * first page as they were */
static int page_attributes(lua_State *L)
{
    return nmm_result(L, "page_attributes", ium_nmm->page_attributes(
        nmm_check_u32(L, 1), nmm_check_u32(L, 2),
        (u32)luaL_optinteger(L, 3, 1), (u32)luaL_optinteger(L, 4, 0),
        (u32)luaL_optinteger(L, 5, 0),
        (u32)luaL_optinteger(L, 6, FLUSH_BEST)));
}

/* frame_status(frame): { owner =, region =, mappings =, mapper =, common = } */
static int frame_status(lua_State *L)
{
    struct frame_info info;
    int error = ium_nmm->frame_status(nmm_check_u32(L, 1), &info);

    if (error < 0)
        return fail(L, "nmm", "frame_status", error);
    lua_newtable(L);
    nmm_set(L, "owner", info.owner);
    nmm_set(L, "region", info.region);
    nmm_set(L, "mappings", info.mappings);
    nmm_set(L, "mapper", info.mapper);
    lua_pushboolean(L, info.common);
    lua_setfield(L, -2, "common");
    return 1;
}

/* flush(space, address, pages, strategy) */
static int flush(lua_State *L)
{
    return nmm_result(L, "flush", ium_nmm->flush(
        nmm_check_u32(L, 1), nmm_check_u32(L, 2),
        (u32)luaL_optinteger(L, 3, 1),
        (u32)luaL_optinteger(L, 4, FLUSH_BEST)));
}

/* share_region(region, space, base, flags): region */
static int share_region(lua_State *L)
{
    return nmm_result(L, "share_region", ium_nmm->share_region(
        nmm_check_u32(L, 1), nmm_check_u32(L, 2), nmm_check_u32(L, 3),
        nmm_check_u32(L, 4)));
}

static const char *const structures[] = { "scan", "inverted", "chain", NULL };

/* reverse_structure(name): the name of the one before */
static int reverse_structure(lua_State *L)
{
    int before = ium_nmm->reverse_structure(
        (u32)luaL_checkoption(L, 1, NULL, structures));

    if (before < 0)
        return fail(L, "nmm", "reverse_structure", before);
    lua_pushstring(L, structures[before]);
    return 1;
}

static const struct {
    const char *name;
    u32 value;
} constants[] = {
    { "COMMON", REGION_COMMON }, { "SHARED", REGION_SHARED },
    { "ACCESSED", MAP_ACCESSED }, { "DIRTY", MAP_DIRTY },
    { "FLUSH_NONE", FLUSH_NONE }, { "FLUSH_INVLPG", FLUSH_INVLPG },
    { "FLUSH_CR3", FLUSH_CR3 }, { "FLUSH_PGE", FLUSH_PGE },
    { "FLUSH_PG", FLUSH_PG }, { "FLUSH_BEST", FLUSH_BEST },
};

void lib_nmm_pages_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "page_attributes", page_attributes },
        { "frame_status", frame_status },
        { "flush", flush },
        { "share_region", share_region },
        { "reverse_structure", reverse_structure },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
    for (u32 i = 0; i < ARRAY_SIZE(constants); i++)
        nmm_set(L, constants[i].name, constants[i].value);
}
