/* SPDX-License-Identifier: MIT */
/* A module that is nothing else, and no client. */
#include "deimos.h"

static int init(int self)
{
    return self;
}

DEIMOS_MODULE("bad_missing", MODULE_APPLICATION, .init = init);

int nothing;
