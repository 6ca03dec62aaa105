/* SPDX-License-Identifier: MIT */
/*
 * Interfaces of the wrapper modules beside the NMM (paper 3.1): port I/O,
 * exception vectors, console. Each is reached through the call gate of one
 * binding (design: a guessed selector gets a fault, not service).
 */
#pragma once

#include "types.h"

/*
 * Port I/O, type "port": opens ports of the I/O bitmap to ring 1. The right
 * is the binding's and goes with it. A port has one owner.
 */
struct port {
    /* open: ports first..first+count-1. E_RANGE; E_BUSY: another's. */
    int (*open)(u32 first, u32 count);
    /* close: E_OWNER if one of them is not this binding's. */
    int (*close)(u32 first, u32 count);
};
#define PORT_METHODS "open close"

/*
 * Exception vectors, type "vector": one owner a vector, delivered directly
 * to ring 1 through a trap gate, with no core code in the path. The handler
 * finds the processor's frame on its stack (error code first, if the vector
 * has one) and ends with IRET; it must lie in the binding's client.
 */
struct vector {
    /* attach: E_RANGE for a vector >= 32 or one the core keeps (2, 8, 18);
     * E_BUSY: another's; E_ADDRESS: the handler is not the client's. */
    int (*attach)(u32 vector, void (*handler)(void));
    /* detach: E_OWNER. The vector is the core's again. */
    int (*detach)(u32 vector);
    /* fault_address: CR2, the linear address of the last page fault. */
    laddr_t (*fault_address)(void);
};
#define VECTOR_METHODS "attach detach fault_address"

/* Console, type "console": characters in and out, and the result channel. */
enum console_channel {
    CONSOLE_TEXT = 0,       /* first serial line and the screen */
    CONSOLE_RESULTS = 1,    /* second serial line, or the first if none */
};

struct console {
    /* write: all of it, or E_ADDRESS, E_RANGE (channel). Returns size. */
    int (*write)(u32 channel, const void *data, u32 size);
    /* read: what has arrived, up to size characters; 0 if nothing has. */
    int (*read)(void *data, u32 size);
    /* null: does nothing; the measure of a call through a gate. */
    int (*null)(void);
};
#define CONSOLE_METHODS "write read null"
