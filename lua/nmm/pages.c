/* SPDX-License-Identifier: MIT */
/* deimos.nmm: what is below and beside a page mapping. */
#include "nmm.h"

#include "lauxlib.h"

#include "../args/args.h"
#include "../args/fail.h"

/* page_attributes(space, address, pages, clear, set, strategy): bits of the
 * first page as they were */
static int page_attributes(lua_State *L)
{
    const u32 space = arg_u32(L, 1, "nmm.page_attributes space");
    const u32 address = arg_u32(L, 2, "nmm.page_attributes address");
    const u32 pages = arg_opt_u32(L, 3, "nmm.page_attributes pages", 1);
    const u32 clear = arg_opt_u32(L, 4, "nmm.page_attributes clear", 0);
    const u32 set = arg_opt_u32(L, 5, "nmm.page_attributes set", 0);
    const u32 strategy = arg_opt_u32(L, 6, "nmm.page_attributes strategy",
                                     FLUSH_BEST);

    return nmm_result(L, "page_attributes", ium_nmm->page_attributes(
        space, address, pages, clear, set, strategy));
}

/* frame_status(frame): { owner =, region =, mappings =, mapper =, common = } */
static int frame_status(lua_State *L)
{
    struct frame_info info;
    const u32 frame = arg_u32(L, 1, "nmm.frame_status frame");
    int error = ium_nmm->frame_status(frame, &info);

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
    const u32 space = arg_u32(L, 1, "nmm.flush space");
    const u32 address = arg_u32(L, 2, "nmm.flush address");
    const u32 pages = arg_opt_u32(L, 3, "nmm.flush pages", 1);
    const u32 strategy = arg_opt_u32(L, 4, "nmm.flush strategy", FLUSH_BEST);

    return nmm_result(L, "flush",
                      ium_nmm->flush(space, address, pages, strategy));
}

/* share_region(region, space, base, flags): region */
static int share_region(lua_State *L)
{
    const u32 region = arg_u32(L, 1, "nmm.share_region region");
    const u32 space = arg_u32(L, 2, "nmm.share_region space");
    const u32 base = arg_u32(L, 3, "nmm.share_region base");
    const u32 flags = arg_u32(L, 4, "nmm.share_region flags");

    return nmm_result(L, "share_region",
                      ium_nmm->share_region(region, space, base, flags));
}

/* give_region(region, module) */
static int give_region(lua_State *L)
{
    const u32 region = arg_u32(L, 1, "nmm.give_region region");
    const u32 module = arg_u32(L, 2, "nmm.give_region module");

    return nmm_result(L, "give_region",
                      ium_nmm->give_region(region, module));
}

/* copy_bytes(to, from, size, region): true */
static int copy_bytes(lua_State *L)
{
    const u32 to = arg_u32(L, 1, "nmm.copy_bytes to");
    const u32 from = arg_u32(L, 2, "nmm.copy_bytes from");
    const u32 size = arg_u32(L, 3, "nmm.copy_bytes size");
    const u32 region = arg_opt_u32(L, 4, "nmm.copy_bytes region", 0);

    return nmm_result(L, "copy_bytes", ium_nmm->copy_bytes(
        (void *)to, (const void *)from, size, region));
}

static const char *const structures[] = { "scan", "inverted", "chain", NULL };

/* reverse_structure(name): the name of the one before */
static int reverse_structure(lua_State *L)
{
    int before = ium_nmm->reverse_structure(
        (u32)arg_choice(L, 1, "nmm.reverse_structure name", structures));

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
        { "give_region", give_region },
        { "copy_bytes", copy_bytes },
        { "reverse_structure", reverse_structure },
        { NULL, NULL },
    };

    luaL_setfuncs(L, functions, 0);
    for (u32 i = 0; i < ARRAY_SIZE(constants); i++)
        nmm_set(L, constants[i].name, constants[i].value);
}
