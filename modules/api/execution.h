/* SPDX-License-Identifier: MIT */
/*
 * The contract of execution modules (paper 4.3, figure 5): interface type
 * "execution". One API over a memory model, a concurrency module and a
 * loader: all that it takes to run programs.
 */
#pragma once

#include "../../core/api/types.h"

struct execution {
    /* A new space, the image in it, and a thread that runs it. A positive
     * client handle. E_FULL; what the three parts refuse. */
    int (*exec)(const char *image, u32 argument);
    /* Wait for its end; its status, or E_DIED. Destroys the space. E_HANDLE;
     * E_PAGING: it waits for paging, as all others do. It has ended, and can be
     * waited for again: E_BUSY, others are bound to it; E_ACTIVE, another thread is
     * in it. */
    int (*wait)(int client);
    /* The space and the thread of a client, as handles of the model and of the
     * concurrency module. E_HANDLE. */
    int (*space)(int client);
    int (*thread)(int client);
    /* Clients that have not been waited for. */
    int (*count)(void);
};

#define EXECUTION_METHODS "exec wait space thread count"
