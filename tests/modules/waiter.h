/* SPDX-License-Identifier: MIT */
/* Waits for the CM while it calls "wakes"; see there. */
#pragma once

#include "../../core/api/types.h"

enum place { IN_NONE, IN_INIT, IN_EXIT, IN_EXPORT, IN_IMPORT, IN_DROP, IN_SIZE,
             IN_READ };

struct waiter {
    int (*load)(const char *name);
    int (*unload)(int module);
    int (*replace)(int module, const char *name);
    int (*digest)(void);
    /* Ends that binding, then as load. */
    int (*alone)(int binding, const char *name);
    /* Where it dies the next time; at() there. */
    int (*arm)(u32 place);
    int (*at)(u32 place);
    /* Where it calls its threads the next time, which may die of it. */
    int (*arm_threads)(u32 place);
    /* load(), in a thread of its own: its result. */
    int (*load_in_thread)(const char *name);
};

#define WAITER_METHODS "load unload replace digest alone arm at arm_threads " \
    "load_in_thread"
