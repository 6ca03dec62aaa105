/* SPDX-License-Identifier: MIT */
/*
 * Exceptions with several owners: who of them gets one, and its way there.
 *
 *      ring 3                  the module that created the running task
 *      ring 1, vector 14       the owner of the page at CR2
 *      ring 1, other vectors   the module whose image contains EIP
 *
 * demux.S is the short way, demux.c the readable definition of the same and
 * the way of all that is rare.
 */
#pragma once

#define DEMUX_VECTORS   32
#define DEMUX_OWNERS    8       /* of one vector */

#ifndef __ASSEMBLER__
#include "../api/types.h"

struct trap_state;

/* The owners of a vector, oldest first, no gaps. */
struct demux {
    u32 module[DEMUX_OWNERS];           /*  0 module handle; 0: free */
    saddr_t handler[DEMUX_OWNERS];      /* 32 */
    saddr_t base[DEMUX_OWNERS];         /* 64 of its image */
    u32 size[DEMUX_OWNERS];             /* 96 */
};

extern struct demux demux_vectors[DEMUX_VECTORS];
extern const char demux_stubs[];

/* Is this module among the owners of the exception? */
int demux_owns(u32 vector, u32 module);

/* The trapped code goes on in the handler of the owner that is to have it: 1;
 * or 0 if that is nobody, or has no stack. One owner's gate leads past the
 * core: only what the core itself makes a fault of comes here, and page faults
 * that are told apart. */
int demux_deliver(struct trap_state *trap);
#endif
