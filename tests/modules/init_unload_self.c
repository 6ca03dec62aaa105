/* SPDX-License-Identifier: MIT */
/* Unloads itself in its init, by a jump: no frame tells that it is inside. */
#include "asking.h"

static int init(int self)
{
    return cm->unload(self);
}

DEIMOS_MODULE("init_unload_self", MODULE_SYSTEM, .init = init);
