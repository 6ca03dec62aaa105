/* SPDX-License-Identifier: MIT */
/*
 * Manifest of the module "lua". Its receptacles are shared by several files
 * and so cannot be the static ones of DEIMOS_RECEPTACLE; `any` takes any
 * type of interface, for scripts.
 */
#include "ium.h"


int ium_self;
const struct cm *volatile ium_cm;
const struct nmm *volatile ium_nmm;
const struct console *volatile ium_console;
const struct harness *volatile ium_harness;

static const void *volatile any[IUM_SLOTS];
static const struct ium ium = { .main = ium_main };

static int init(int self)
{
    ium_self = self;
    return 0;
}

#define RECEPTACLE(name_, slots_, count_, type_, ...)                       \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = name_, .type = type_, .table = (void *)(slots_),            \
        .count = count_, ##__VA_ARGS__ }

DEIMOS_MODULE("lua", MODULE_APPLICATION, .init = init);
DEIMOS_INTERFACE(IUM_INTERFACE, IUM_TYPE, ium, IUM_METHODS);
RECEPTACLE("cm", &ium_cm, 1, "cm", .from = "cm");
RECEPTACLE("nmm", &ium_nmm, 1, "nmm", .from = "nmm");
RECEPTACLE("console", &ium_console, 1, "console", .from = "console");
RECEPTACLE("harness", &ium_harness, 1, "harness");
RECEPTACLE("any", any, IUM_SLOTS, "*");
