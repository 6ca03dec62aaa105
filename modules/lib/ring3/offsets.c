/* SPDX-License-Identifier: MIT */
/* What assembly knows of a call that leads out of a client, or into it. */
#include "../../../core/api/offset.h"
#include "ring3.h"

void offsets(void)
{
    OFFSET(CLIENT_PROXY, client, proxy);
    OFFSET(CLIENT_VISITOR, client, head.visitor);
    OFFSET(PROXY_IS_DEAD, proxy, is_dead);
    OFFSET(PROXY_SLOT_COUNT, proxy, slot_count);
    OFFSET(PROXY_SLOTS, proxy, slots);
    OFFSET(PROXY_METHODS, proxy, methods);
    OFFSET(PROXY_ENTER, proxy, enter);
    OFFSET(PROXY_TOP, proxy, top);
    OFFSET(PROXY_VISIT, proxy, visit);
    OFFSET(PROXY_TICKS, proxy, ticks);
    OFFSET(PROXY_LATE_EIP, proxy, late_eip);
    OFFSET(CALL_OPERATION, call, operation);
    OFFSET(CALL_IN_SIZE, call, in_size);
    OFFSET(CALL_OUT_SIZE, call, out_size);
}
