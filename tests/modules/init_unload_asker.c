/* SPDX-License-Identifier: MIT */
/* Unloads those who may have asked for it. */
#include "asking.h"

static int init(int self)
{
    const int waiter = cm->find("waiter");

    (void)self;
    result = cm->unload(cm->find("lua"));
    if (result == E_ACTIVE && waiter > 0)
        result = cm->unload(waiter);
    if (result == E_ACTIVE && waiter > 0)
        result = cm->replace(waiter, "counter1") > 0 ? E_ACTIVE : E_VERIFY;
    return 0;
}

DEIMOS_MODULE("init_unload_asker", MODULE_SYSTEM, .init = init);
