/* SPDX-License-Identifier: MIT */
/* Wants hardware to check what comes from ring 3: as an application of memory
 * models, and as who offers them SYSENTER. */
#include "deimos.h"
#include "memory.h"

DEIMOS_RECEPTACLE(memory, memory, "memory",
                  .predicate = "<entry, \"gate\"> and "
                               "not <entry, \"sysenter\">");

static int refuse(void)
{
    return E_UNSUPPORTED;
}

static const struct sysenter table = { (void *)refuse, refuse };

DEIMOS_MODULE("gates_only", MODULE_APPLICATION);
DEIMOS_INTERFACE("sysenter", "sysenter", table, SYSENTER_METHODS,
                 .predicate = "not <check, \"software\">");
DEIMOS_INTERFACE("refusing", "sysenter", table, SYSENTER_METHODS);
