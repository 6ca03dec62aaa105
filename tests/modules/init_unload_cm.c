/* SPDX-License-Identifier: MIT */
/* Unloads the configuration manager, which is just loading it. */
#include "asking.h"

static int init(int self)
{
    (void)self;
    result = cm->unload(cm->find("cm"));
    return 0;
}

DEIMOS_MODULE("init_unload_cm", MODULE_SYSTEM, .init = init);
