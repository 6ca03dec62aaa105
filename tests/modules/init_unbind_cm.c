/* SPDX-License-Identifier: MIT */
/* Ends its own binding to the CM, through that binding. */
#include "asking.h"

static int init(int self)
{
    struct graph_part part;
    struct graph_binding b;

    GRAPH_READ(parts[GRAPH_PART_BINDINGS], part);
    for (u32 i = 0; i < part.capacity; i++) {
        graph_copy(&b, part.offset + i * sizeof(b), sizeof(b));
        if (b.handle && b.caller == (u32)self)
            result = cm->unbind((int)b.handle);
    }
    return cm->find("null") == E_UNBOUND ? result : E_VERIFY;
}

DEIMOS_MODULE("init_unbind_cm", MODULE_SYSTEM, .init = init);
