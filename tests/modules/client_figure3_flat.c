/* SPDX-License-Identifier: MIT */
/* A memory module of the paper's Figure 3, as far as constraints see it: a client,
 * which calls what it is bound to. */
#include "client.h"

#include "binding.h"

#ifndef MODEL
#define MODEL "flat"
#endif
#define PAIRS "<moduleName, \"" MODEL "_mem_model\">"

static int one(u32 operation, const void *in, u32 in_size, void *out,
               u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    return 1;
}

static const struct service table = { one };

CLIENT("figure3_" MODEL);
DEIMOS_RECEPTACLE(memory, service, "service", .pairs = PAIRS,
                  .predicate = "<mem_requirement, wildcard()>");
DEIMOS_INTERFACE("model", "service", table, SERVICE_METHODS, .pairs = PAIRS);

int client_main(u32 argument)
{
    return memory->call(argument, NULL, 0, NULL, 0);
}
