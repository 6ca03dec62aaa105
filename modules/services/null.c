/* SPDX-License-Identifier: MIT */
/*
 * A module with one method that counts its calls: what bindings are measured
 * and tested with. Each instance counts for itself, so that the result tells
 * which of two instances answered, and after how many calls.
 */
#include "null.h"

#include "deimos.h"

static int calls;

static int count_call(void)
{
    return ++calls;
}

static const struct null null = { .null = count_call };

DEIMOS_MODULE("null", MODULE_APPLICATION);
DEIMOS_INTERFACE("null", "null", null, NULL_METHODS);
