/* SPDX-License-Identifier: MIT */
/* Programs that porter carries: what each says of itself, and its block. */
#pragma once

#include "deimos.h"

#include "binding.h"
#include "../../../core/api/carrier.h"

enum { PROGRAMS = 8, BLOCK = 4096, TEXT = 256, FIXED = 2048 };

/* Operations of a program's service, beside SERVICE_DATA. */
enum { ECHO = 1, PASS_ON, UNLOAD_ME, PORTER_DIES, COUNT };

struct program {
    int module;                 /* the handle; 0: free */
    u32 region;
    saddr_t block;
    u32 calls;                  /* that came to its service */
};

extern const struct nmm *volatile nmm;
extern const struct cm *volatile cm;
extern struct program programs[PROGRAMS];
extern u32 exits;               /* of programs */

/* A block for a program of that name in a region of its own, and *carried that
 * describes it. E_NOTFOUND, or what the NMM answers. */
int program_build(struct program *p, const char *name,
                  struct carried *carried);
void program_destroy(struct program *p);

struct program *program_of(int module);
struct program *program_free(void);
/* The method of its service. */
typedef int service_method(u32 operation, const void *in, u32 in_size,
                           void *out, u32 out_size);
service_method *program_service(const struct program *p);
/* The slot of its receptacle `server`. */
const struct service *program_server(const struct program *p);
