/* SPDX-License-Identifier: MIT */
/*
 * The manifest of a client program (CLIENT in modules/api/client.h): its module
 * entry, its receptacle `client`, and, as a module's, further receptacles and
 * interfaces, all of type "service" (modules/api/binding.h): whoever carries it
 * knows how to copy what those are called with. Its receptacle `concurrency` is the
 * carrier's to use.
 */
#pragma once

#include "../../../core/api/manifest.h"
#include "stub.h"

#define PROGRAM_INTERFACES 16
#define PROGRAM_ENTRIES (2 + IMAGE_SLOTS + PROGRAM_INTERFACES)

struct image;

/* What a manifest says, when program_check() has seen it. */
struct program {
    u32 count;                  /* entries, without that of `client` */
    u32 slots, interfaces;
    u32 threads;                /* the entry of its receptacle `concurrency` + 1;
                                   0: it has none */
    struct manifest_entry entries[PROGRAM_ENTRIES];
    u32 first;                  /* where they lie in the image */
};

/* Check it, set image->entry, and let its slots lead to the table of services
 * and to those of its stubs. NULL, or what is wrong with it. */
const char *program_check(struct image *image, struct program *program);
/* A string of the manifest's, where the image lies; NULL: it is none, or has
 * MANIFEST_TEXT characters and more. */
#define PROGRAM_TEXT 1024
const char *program_string(const struct image *image, const char *at);
