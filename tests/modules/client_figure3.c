/* SPDX-License-Identifier: MIT */
/* tests/modules/figure3.c as a client: the same name, interfaces and constraints. */
#include "figure3.h"

#include "binding.h"
#include "client.h"

static int one(u32 operation, const void *in, u32 in_size, void *out,
               u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    return 1;
}

static const struct service table = { one };

CLIENT("figure3");
DEIMOS_INTERFACE("together", "service", table, SERVICE_METHODS,
                 .pairs = SELF " <mem_requirement, \"any\">",
                 .predicate = TOGETHER);
DEIMOS_INTERFACE("ordered", "service", table, SERVICE_METHODS,
                 .pairs = SELF " <mem_requirement, \"any\">",
                 .predicate = "before(" FLAT ", " PAGED ")");
DEIMOS_INTERFACE("single", "service", table, SERVICE_METHODS,
                 .pairs = SELF " <mem_requirement, 1>",
                 .predicate = "bindcount() < 1 and not " SEGMENTED);
DEIMOS_INTERFACE("needless", "service", table, SERVICE_METHODS, .pairs = SELF);
DEIMOS_INTERFACE("nameless", "service", table, SERVICE_METHODS,
                 .pairs = "<mem_requirement, \"any\">");

#define SLOTS 4

static const struct service *volatile models[SLOTS];
DEIMOS_ENTRY_ models_entry = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "models",
    .type = "service", .table = (void *)models, .count = SLOTS,
    .predicate = TOGETHER " and bindcount() < 3",
};

int client_main(u32 argument)
{
    return models[argument % SLOTS]->call(SERVICE_DATA, NULL, 0, NULL, 0);
}
