/* SPDX-License-Identifier: MIT */
/* A module between two others: its frames are left behind when the one that
 * it calls dies; and a client that asks the NMM about itself. */
#include "deimos.h"

struct evil {
    int (*read)(saddr_t address);
    int (*method[23])(u32 argument);
};

enum { UNDEFINED = 18 };        /* evil.c: the 20th method */

struct caller {
    int (*call_undefined)(void);
    int (*identify)(void);
    int (*region_of)(u32 address);
    int (*destroy)(u32 region);
    int (*load_into)(u32 module);
    int (*unload)(u32 module);
};

#define METHODS "call_undefined identify region_of destroy load_into unload"

DEIMOS_RECEPTACLE(evil, evil, "evil");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static int call_undefined(void)
{
    volatile int result = evil->method[UNDEFINED](0);

    return result;
}

/* Not a tail call: the NMM goes by the return address. */
static int identify(void)
{
    volatile int region = nmm->identify_region();

    return region;
}

static int region_of(u32 address)
{
    struct region_info info;
    const int error = nmm->query_region(NMM_UPS, address, &info);

    return error < 0 ? error : (int)info.region;
}

static int destroy(u32 region)
{
    return nmm->destroy_region(region);
}

static int load_into(u32 module)
{
    return cm->bind((int)module, "console", cm->find("console"), "console");
}

static int unload(u32 module)
{
    return cm->unload((int)module);
}

static const struct caller table = {
    call_undefined, identify, region_of, destroy, load_into, unload,
};

DEIMOS_MODULE("caller", MODULE_SYSTEM);
DEIMOS_INTERFACE("caller", "caller", table, METHODS);
