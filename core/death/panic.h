/* SPDX-License-Identifier: MIT */
/* Panic: only for our own bugs, never for a caller's. */
#pragma once

struct trap_state;

void panic(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));
/* An unexpected trap in the core. */
void panic_trap(const struct trap_state *trap) __attribute__((noreturn));
