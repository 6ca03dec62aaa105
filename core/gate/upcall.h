/* SPDX-License-Identifier: MIT */
/*
 * Upcalls: the core calls a function of a module at ring 1, and is a
 * recovery point for it. The core's stack frames stay live below TSS.esp0.
 */
#pragma once

#include "../api/types.h"

/*
 * Call entry(argument) at ring 1, on the stack that ends at `stack`. Low
 * word: its result. High word: 0, or 1 if the module died in it (the low
 * word is then the error).
 */
u64 upcall(saddr_t entry, saddr_t stack, u32 argument);

/* The innermost upcall's ring-1 stack at its entry; 0 if there is none. */
saddr_t upcall_stack(void);

/* Unwind to the innermost upcall, which returns died. */
void upcall_abort(u32 error) __attribute__((noreturn));
