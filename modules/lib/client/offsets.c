/* SPDX-License-Identifier: MIT */
/* What assembly knows of a client. */
#include "../../../core/api/offset.h"
#include "client.h"

void offsets(void)
{
    OFFSET(CLIENT_HANDLE, client, head.handle);
    OFFSET(CLIENT_STACK1, client, stack1);
    OFFSET(CLIENT_SAVED, client, saved);
    OFFSET(CLIENT_CONTEXT, client, context);
    OFFSET(CLIENT_ENTRY, client, entry);
    OFFSET(CLIENT_CONTROL, client, control);
}
