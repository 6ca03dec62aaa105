/* SPDX-License-Identifier: MIT */
/*
 * The initial user module: what the core loads first, by the name that the
 * option `ium=` gives, and whose interface IUM_INTERFACE it calls. It has to
 * have the pattern
 *
 *      static const struct ium table = { .main = run };
 *      DEIMOS_INTERFACE(IUM_INTERFACE, IUM_TYPE, table, IUM_METHODS);
 */
#pragma once

#include "exit_code.h"

#define IUM_INTERFACE "ium"
#define IUM_TYPE "ium"
#define IUM_METHODS "main"

struct ium {
    /* main: the system runs in here, and ends when it returns: enum exit_code;
     * EXIT_PANIC and any other value are EXIT_FAIL. */
    int (*main)(void);
};
