/* SPDX-License-Identifier: MIT */
/* Modules for random requests: each kind of refusal is among their pairs. */
#pragma once

#include "cm_image.h"

#define RED "<colour, red>"

static const struct plan a = {
    .name = "a", .type = MODULE_APPLICATION,
    .interface = { { "x", "t", RED, NULL, NULL, 2 },
                   { "y", "t", NULL, "bindcount() < 2", NULL, 1 },
                   { "z", "u", NULL, RED, NULL, 1 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 },
                    { "any", "*", RED, "bindcount() < 2", NULL, 3 } },
};
static const struct plan b = {
    .name = "b", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", NULL, "bindcount() < 1", NULL, 1 },
                   { "y", "t", RED, NULL, NULL, 3 } },
    .receptacle = { { "r", "t", NULL, RED, NULL, 1 },
                    { "s", "u", RED, NULL, NULL, 40 },
                    { "any", "*", NULL, NULL, NULL, 3 } },
};
static const struct plan c = {
    .name = "c", .type = MODULE_BINDING,
    .receptacle = { { "s", "u", NULL, NULL, NULL, 1 },
                    { "cpu", "cpu", NULL, NULL, NULL, 2 } },
};
static const struct plan *const list[] = { &a, &b, &c, NULL };
static const struct plan port_plan = { "port", MODULE_WRAPPER,
    { { "port", "port", NULL, NULL, NULL, 2 } }, { { 0 } }, 0 };
static const struct plan cpu_plan = { "cpu", MODULE_WRAPPER,
    { { "cpu", "cpu", NULL, NULL, NULL, 1 } }, { { 0 } }, 0 };
