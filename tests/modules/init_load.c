/* SPDX-License-Identifier: MIT */
/* Loads, binds, calls, unbinds and unloads another in its init. */
#include "asking.h"

static int init(int self)
{
    const int module = cm->load("null");
    const int binding = cm->bind(self, "null", module, "null");

    if (binding < 0 || null->null() != 1 || cm->unload(module) != E_BUSY)
        return E_VERIFY;
    const int error = cm->unbind(binding);
    return error ? error : cm->unload(module);
}

DEIMOS_MODULE("init_load", MODULE_SYSTEM, .init = init);
