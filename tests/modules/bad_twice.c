/* SPDX-License-Identifier: MIT */
/* Two receptacles of one name. */
#include "deimos.h"

static const void *volatile first, *volatile second;

#define SLOT(variable_)                                                     \
    DEIMOS_ENTRY_ DEIMOS_PASTE_(entry_, variable_) = {                      \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = "twice", .type = "*", .table = (void *)&variable_,          \
        .count = 1, .pairs = "<a, 1>" }

DEIMOS_MODULE("bad_twice", MODULE_SYSTEM);
SLOT(first);
SLOT(second);
