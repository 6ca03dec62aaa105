/* SPDX-License-Identifier: MIT */
/* Owns exception vectors, with handlers that work and one that faults. */
#include "deimos.h"

DEIMOS_RECEPTACLE(vector, vector, "vector");
DEIMOS_RECEPTACLE(other, vector, "vector");

extern void skip_handler(void), fault_handler(void);
extern u32 pager_count;

struct pager {
    int (*attach)(u32 vector);
    int (*attach_faulty)(u32 vector);
    int (*attach_foreign)(u32 vector);
    int (*attach_other)(u32 vector);
    int (*detach)(u32 vector);
    int (*count)(void);
};

/* Skips two bytes (UD2) and counts. */
static int attach(u32 number)
{
    return vector->attach(number, skip_handler);
}

static int attach_faulty(u32 number)
{
    return vector->attach(number, fault_handler);
}

static int attach_foreign(u32 number)
{
    return vector->attach(number, (void (*)(void))0x1000);
}

static int attach_other(u32 number)
{
    return other->attach(number, skip_handler);
}

static int detach(u32 number)
{
    return vector->detach(number);
}

static int count(void)
{
    return (int)pager_count;
}

static const struct pager table = {
    attach, attach_faulty, attach_foreign, attach_other, detach, count,
};

DEIMOS_MODULE("pager", MODULE_SYSTEM);
DEIMOS_INTERFACE("pager", "pager", table, "attach attach_faulty "
                 "attach_foreign attach_other detach count");
