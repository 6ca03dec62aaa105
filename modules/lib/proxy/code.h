/* SPDX-License-Identifier: MIT */
/* The machine code of a proxy. Each piece has a stack frame of its own, so that
 * the backtrace shows its caller, and itself. */
#pragma once

#include "../../../core/api/types.h"

#define CODE_PIECE 32u          /* bytes of each piece, at most */

/* At `at`: a function of any arguments that returns to(first, second, those
 * arguments' address). */
void code_with_arguments(u8 *at, u32 first, u32 second, void *to);
/* The same of two arguments that returns to(them). */
void code_passed_on(u8 *at, void *to);
