/* SPDX-License-Identifier: MIT */
/* Interface type "lock", of the module `lock`. */
#pragma once

struct lock {
    /*
     * End every binding to the configuration manager, for good: load, bind,
     * rebind, unbind, unload and replace then answer E_UNBOUND, to everybody.
     * E_UNBOUND: it has been done.
     */
    int (*close)(void);
};

#define LOCK_METHODS "close"
