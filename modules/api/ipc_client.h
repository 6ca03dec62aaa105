/* SPDX-License-Identifier: MIT */
/*
 * What an experiment asks of the clients `ipc_caller` and `ipc_server`, or
 * `ipc_borrower` in the latter's place, whose
 * client_main(argument) gets the address of one of these in its own memory. The
 * caller calls once, timed by its own copy of lib/measure/measure.S. The server
 * keeps it, and writes down there what it is called with.
 */
#pragma once

#include "grant.h"

#define IPC_BYTES 4096u         /* there, and as many back */
#define IPC_WORDS (IPC_BYTES / sizeof(u32))

/* The server's operations: SERVICE_DATA (binding.h), which answers each word's
 * complement, and: how often has it been called? */
#define IPC_COUNT 1u

/* What `ipc_borrower` is called with in the place of bytes: the first `size` bytes of
 * the region become the complement of what they are. */
struct ipc_granted {
    struct grant grant;         /* IPC_BYTES to read and write */
    u32 size;
};

struct ipc_request {
    u32 in[IPC_WORDS], out[IPC_WORDS];  /* a page each */
    u32 kind;                   /* enum tsc_kind */
    u32 size;                   /* bytes there and back, whole words */
    s32 result;                 /* what the call returned */
    u64 ticks;                  /* of it, TSC read to TSC read */
    u32 region;                 /* IPC_BYTES more, which the caller grants for
                                   `size` of them to be changed; 0: it sends in
                                   and receives out */
};

struct ipc_served {
    u32 calls, bytes;
    u32 at;                     /* of the region: the server's address */
};
