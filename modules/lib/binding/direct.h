/* SPDX-License-Identifier: MIT */
/* What binding modules share that keep nothing between calls: the methods of
 * the interface "binding" that have nothing to do, and what they promise. */
#pragma once

#include "../../api/binding.h"
#include "../../api/deimos.h"

int direct_start(u32 capacity);
int direct_stop(void);
int direct_flush(void);
int direct_count(u32 what);

/* Their entries in the manifest, for the module's `service` and `binding`.
 * pairs_: what is the module's own. */
#define DIRECT_INTERFACES(pairs_)                                           \
    DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,        \
                     .pairs = pairs_ DIRECT_PAIRS_);                        \
    DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS)

#define DIRECT_PAIRS_                                                       \
    " <delivery, \"synchronous\"> <reply, \"yes\"> <copies, 0> "            \
    "<threads, 1> <ordering, \"fifo\"> <loss, \"none\"> "                   \
    "<death, \"unwinds\">"
