/* SPDX-License-Identifier: MIT */
/* Parts of a paged model that die, or let it die, when it asks them. */
#include "deimos.h"
#include "memory.h"
#include "replacement.h"
#include "store.h"

#define UD2 0x0b0f

static volatile int *volatile nowhere = (int *)0x20;   /* never mapped */

static u32 spell = 1;           /* access(): 0: dies; else the model, where it
                                   goes on behind this call */

static int crash(void)
{
    return *nowhere;
}

static int access(int space, u32 address, u32 kind)
{
    (void)space, (void)address, (void)kind;
    if (!spell)
        return crash();
    *(u16 *)__builtin_return_address(0) = UD2;
    return 0;
}

static int set(u32 value)
{
    spell = value;
    return E_OK;
}

static int open(const char *name, u32 pages)
{
    (void)name;
    return pages ? 1 : E_NOTFOUND;
}

static const struct trap trap_table = { access };
static const struct store store_table = {
    .open = open, .pages = (void *)crash, .read = (void *)crash,
    .write = (void *)crash, .remove = (void *)crash,
};
static const struct replacement policy_table = { crash, (void *)crash };
static const struct { int (*set)(u32 value); } table = { set };

DEIMOS_MODULE("bad_parts", MODULE_SYSTEM);
DEIMOS_INTERFACE("trap", "trap", trap_table, TRAP_METHODS);
DEIMOS_INTERFACE("store", "store", store_table, STORE_METHODS);
DEIMOS_INTERFACE("replacement", "replacement", policy_table,
                 REPLACEMENT_METHODS);
DEIMOS_INTERFACE("spell", "spell", table, "set");
