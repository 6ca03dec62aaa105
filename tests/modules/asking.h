/* SPDX-License-Identifier: MIT */
/* For modules that ask the CM for changes in their init or exit. */
#pragma once

#include "deimos.h"
#include "null.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(null, null, "null");

/* What came of it, for the script. */
struct asking {
    int (*result)(void);
};

static volatile int result;

static int get_result(void)
{
    return result;
}

static const struct asking asking = { get_result };

DEIMOS_INTERFACE("asking", "asking", asking, "result");
