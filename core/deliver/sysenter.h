/* SPDX-License-Identifier: MIT */
/* SYSENTER of ring-3 clients (api/wrapper.h). */
#pragma once

#define SYSENTER_OWNERS 8

#ifndef __ASSEMBLER__
#include "../api/types.h"

struct sysenter_owners {
    u32 module[SYSENTER_OWNERS];        /*  0 module handle; ~0: free */
    saddr_t handler[SYSENTER_OWNERS];   /* 32 */
    u32 cs[SYSENTER_OWNERS];            /* 64 where its clients go on */
    u32 ss[SYSENTER_OWNERS];            /* 96 */
};

extern struct sysenter_owners sysenter_owners;
extern const char sysenter_entry[], sysenter_end[], sysenter_stack_top[];
extern const char sysenter_no_stack[];
#endif
