/* SPDX-License-Identifier: MIT */
/* For tests of what the CM calls in modules: counts, nesting, results. */
#pragma once

#include "cm_world.h"

/* One that asks for what another has. */
static const struct plan plain = { .name = "plain", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } } };
static const struct plan server = { .name = "server", .type = MODULE_SYSTEM,
    .interface = { { "other", "v", NULL, NULL, NULL, 1 },
                   { "x", "t", NULL, NULL, NULL, 1 },
                   { "late", "u", NULL, "<a, b>", NULL, 1 } },
    .functions = 1 << F_INIT | 1 << F_EXIT };

static u32 calls[F_METHODS + METHOD_MAX], last, nested, deepest;
static u64 result;
static int inner __attribute__((unused));
static void (*inside)(u32 module, enum function function);

static inline u64 note(u32 module, enum function function, u32 argument)
{
    calls[function]++;
    last = argument;
    CHECK(function == F_METHODS ? argument == 0 : argument == module);
    if (++nested > deepest)
        deepest = nested;
    if (inside)
        inside(module, function);
    nested--;
    return function == F_INIT ? result : 0;
}

static inline int load(const char *name)
{
    memset(calls, 0, sizeof(calls));
    deepest = 0;
    return request(LOAD, T(name), 0, 0, 0);
}

static inline int unload(int module)
{
    memset(calls, 0, sizeof(calls));
    return request(UNLOAD, (u32)module, 0, 0, 0);
}

static inline int says(const char *what)
{
    return strstr(reason_text(), what) != NULL;
}

/* Loading `name` ends so, and leaves nothing. */
static inline void refused(const char *name, int error, const char *why)
{
    const int before = request(DIGEST, 0, 0, 0, 0);
    const u32 used = images_used();

    CHECK_EQ(load(name), error);
    CHECK(says(why));
    CHECK_EQ(images_used(), used);
    CHECK_EQ(module_calls(), 0);
    CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
}
