/* SPDX-License-Identifier: MIT */
/* Interface type "null" of the module "null": the least that a call can do
 * and still be proven. */
#pragma once

struct null {
    int (*null)(void);          /* counts the call: returns 1, 2, 3, ... */
};

#define NULL_METHODS "null"
