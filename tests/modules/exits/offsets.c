/* SPDX-License-Identifier: MIT */
/* What ways.S knows of exits.h. */
#include "../../../core/api/offset.h"
#include "exits.h"

void offsets(void)
{
    VALUE(LAUNCH_KEEP, LAUNCH_KEEP);
    OFFSET(LAUNCH_FLAGS, launch, flags);
    OFFSET(LAUNCH_DS, launch, ds);
    OFFSET(LAUNCH_ES, launch, es);
    OFFSET(LAUNCH_FS, launch, fs);
    OFFSET(LAUNCH_GS, launch, gs);
    OFFSET(LAUNCH_ESP, launch, esp);
    OFFSET(LAUNCH_SS, launch, ss);
    OFFSET(LAUNCH_AT, launch, at);
    OFFSET(LAUNCH_CS, launch, cs);
    OFFSET(LAUNCH_EAX, launch, eax);
    OFFSET(LAUNCH_CONTEXT, launch, context);
}
