/* SPDX-License-Identifier: MIT */
/*
 * Both ends of a binding: the client's bytes lie in a region of its own, which
 * the server gives back as soon as it is called, while the client waits.
 */
#include "deimos.h"

#include "binding.h"

enum { ECHO = 1 };
#define REPLY 0x3c

DEIMOS_RECEPTACLE(service, service, "service");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int region;

static int give_back(void)
{
    const int given = region;

    region = 0;
    return given > 0 ? nmm->destroy_region((u32)given) : 0;
}

/* A reply as long as the place for it; SERVICE_DATA has none. */
static int call(u32 operation, const void *in, u32 in_size,
                void *out, u32 out_size)
{
    (void)operation, (void)in, (void)in_size;
    for (u32 i = 0; i < out_size; i++)
        ((u8 *)out)[i] = REPLY;
    const int error = give_back();

    return error < 0 ? error : (int)out_size;
}

/* Up to `times` calls with `size` bytes of the region; the last answer. */
static int run(u32 operation, u32 size, u32 times)
{
    struct region_info info;
    int result = 0;

    region = nmm->create_region(NMM_UPS, 0, size, REGION_ANYWHERE, &info);
    if (region < 0)
        return region;
    void *at = (void *)info.base, *out = operation == ECHO ? at : NULL;
    while (times-- && result >= 0)
        result = service->call(operation, at, size, out, out ? size : 0);
    give_back();
    return result;
}

static const struct service server = { .call = call };
static const struct { int (*run)(u32 operation, u32 size, u32 times); }
    giver = { run };

DEIMOS_MODULE("giver", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", server, SERVICE_METHODS);
DEIMOS_INTERFACE("giver", "giver", giver, "run");
