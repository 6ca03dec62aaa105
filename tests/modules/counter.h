/* SPDX-License-Identifier: MIT */
/* Versions of a counter: same interface, same state, other habits. */
#pragma once

#include "deimos.h"

#define COUNTER_STATE 0x434e5431        /* layout of the state: one int */

struct counter {
    int (*count)(void);
    int (*version)(void);
};

#define COUNTER_METHODS "count version"
