/* SPDX-License-Identifier: MIT */
/* Ending: how the machine underneath learns of our exit code. */
#pragma once

#include "../api/types.h"

enum exit_code {                /* QEMU's status is 2 * code + 1 */
    EXIT_PASS   = 0x10,         /* 33 */
    EXIT_FAIL   = 0x11,         /* 35: a workload failed */
    EXIT_PANIC  = 0x12,         /* 37: the core, or it could not start */
    EXIT_OPTION = 0x13,         /* 39: bad script or option */
    EXIT_SKIP   = 0x26,         /* 77 */
};

void machine_exit(u32 code) __attribute__((noreturn));
/* "cannot start": a message that says why, and EXIT_PANIC. */
void machine_refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));
