/* SPDX-License-Identifier: MIT */
/*
 * Does nothing and says that it did: a binding module that delivers nothing,
 * and a rival that owns no vector.
 */
#include "binding.h"
#include "concurrency.h"
#include "deimos.h"

struct rival {
    int (*own)(u32 yes);
    int (*task)(u32 way_back);
    int (*took)(void);
};

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    (void)operation;
    (void)in;
    (void)in_size;
    (void)out;
    (void)out_size;
    return 0;
}

static int nothing(void)
{
    return 0;
}

static int with_word(u32 word)
{
    (void)word;
    return 0;
}

static const struct service service = { call };
static const struct binding binding = {
    with_word, nothing, nothing, with_word,
};
static const struct rival rival = { with_word, with_word, nothing };

DEIMOS_MODULE("idle", MODULE_BINDING);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
DEIMOS_INTERFACE("binding", "binding", binding, BINDING_METHODS);
DEIMOS_INTERFACE("rival", "rival", rival, "own task took");
