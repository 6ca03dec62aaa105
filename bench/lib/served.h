/* SPDX-License-Identifier: MIT */
/*
 * What `bench_load` puts under load: a server that counts for each client,
 * and says which one it is. Replaced, it hands its counts over.
 */
#pragma once

#include "../../core/api/types.h"

#define SERVED_CLIENTS 4

/* Of a type: pages of its own. An emulator that translates code writes to a
 * page that has some fifty times slower. */
#define ALONE __attribute__((aligned(PAGE_SIZE)))

struct served {
    int (*serve)(u32 client);           /* this server's number */
    int (*count)(u32 client);           /* calls so far */
    int (*call)(int number);            /* from now on it has this one */
};

#define SERVED_METHODS "serve count call"
