/* SPDX-License-Identifier: MIT */
/*
 * A module that does nothing but stay bound. An interface whose predicate
 * says
 *     not before(<moduleName, lock>, <moduleName, wildcard()>)
 * accepts no further binding of a module that has a name, for as long.
 */
#include "deimos.h"

#define SLOTS 16

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm", .pairs = "<moduleName, lock>");

static const void *volatile slots[SLOTS];
DEIMOS_ENTRY_ locks = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "locks",
    .type = "*", .table = (void *)slots, .count = SLOTS,
    .pairs = "<moduleName, lock>",
};

DEIMOS_MODULE("lock", MODULE_SYSTEM);
