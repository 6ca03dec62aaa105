/* SPDX-License-Identifier: MIT */
/* A module between two others: its frames are left behind when the one that
 * it calls dies; and a client that asks the NMM about itself. */
#include "deimos.h"

struct evil {
    int (*read)(saddr_t address);
    int (*method[23])(u32 argument);
};

enum { UNDEFINED = 18 };        /* evil.c: the 20th method */
enum { UNDEFINED_SIZE = 8 };    /* of what it does before it dies */

struct caller {
    int (*call_undefined)(void);
    int (*identify)(void);
    int (*region_of)(u32 address);
    int (*destroy)(u32 region);
    int (*load_into)(u32 module);
    int (*unload)(u32 module);
    int (*death_at)(void);
    int (*returns_to)(void);
    int (*returned_to)(void);
};

#define METHODS "call_undefined identify region_of destroy load_into unload " \
    "death_at returns_to returned_to"

DEIMOS_RECEPTACLE(evil, evil, "evil");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static u32 inner, outer;        /* return addresses of call_undefined()'s calls */

static int note_inner(u32 unused)
{
    (void)unused;
    inner = (u32)__builtin_return_address(0);
    return 0;
}

/* One CALL for both: what note_inner() returns to, the dead would have. */
static int __attribute__((noinline)) call_method(int (*method)(u32 argument))
{
    outer = (u32)__builtin_return_address(0);
    volatile int result = method(0);

    return result;
}

static int call_undefined(void)
{
    call_method(note_inner);
    volatile int result = call_method(evil->method[UNDEFINED]);

    return result;
}

static int death_at(void) { return (int)evil->method[UNDEFINED] + UNDEFINED_SIZE; }
static int returns_to(void) { return (int)inner; }
static int returned_to(void) { return (int)outer; }

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
    call_undefined, identify, region_of, destroy, load_into, unload, death_at,
    returns_to, returned_to,
};

DEIMOS_MODULE("caller", MODULE_SYSTEM);
DEIMOS_INTERFACE("caller", "caller", table, METHODS);
