/* SPDX-License-Identifier: MIT */
/* Ending: how the machine underneath learns of our exit code. */
#pragma once

#include "../api/exit_code.h"
#include "../api/types.h"

void machine_exit(u32 code) __attribute__((noreturn));
/* "cannot start": a message that says why, and EXIT_PANIC. */
void machine_refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));
