/* SPDX-License-Identifier: MIT */
/*
 * Has a binding copy bytes that lie in a region of its own. While that is stopped in
 * the middle, give() gives the region back, die() ends it with this module, and
 * another keeper takes the place.
 */
#include "deimos.h"

#include "binding.h"

#define MARK 0xa5

enum { ECHO = 1 };              /* else they are sent. ORDER tests/lua/keeper.lua */

DEIMOS_RECEPTACLE(service, service, "service");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int region;
static struct region_info info;
static u32 bytes;               /* of it that others copy */

static int take(u32 base, u32 size)
{
    region = nmm->create_region(NMM_UPS, base, size,
                                base ? REGION_FIXED : REGION_ANYWHERE, &info);
    for (u32 i = 0; region > 0 && i < info.size; i++)
        ((u8 *)info.base)[i] = MARK;
    return region > 0 ? (int)info.base : region;
}

static int give(void)
{
    const int given = region;

    region = 0;
    return given > 0 ? nmm->destroy_region((u32)given) : E_HANDLE;
}

/* Nobody else has written there. */
static int is_whole(void)
{
    for (u32 i = 0; i < info.size; i++)
        if (((const u8 *)info.base)[i] != MARK)
            return 0;
    return 1;
}

static int die(void)
{
    __builtin_trap();
}

static int have(u32 size)
{
    bytes = size;
    return 0;
}

static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    void *at = (void *)info.base;

    (void)in, (void)in_size, (void)out, (void)out_size;
    return service->call(operation, operation == ECHO ? NULL : at,
                         operation == ECHO ? 0 : bytes,
                         operation == ECHO ? at : NULL,
                         operation == ECHO ? bytes : 0);
}

static const struct service server = { .call = call };
static const struct {
    int (*take)(u32 base, u32 size);
    int (*give)(void), (*is_whole)(void), (*die)(void);
    int (*have)(u32 size);
} keeper = { take, give, is_whole, die, have };

DEIMOS_MODULE("keeper", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", server, SERVICE_METHODS);
DEIMOS_INTERFACE("keeper", "keeper", keeper,
                 "take give is_whole die have");
