/* SPDX-License-Identifier: MIT */
/* A call into another module that comes back even if that module dies in it:
 * by a recovery point (core/api/recovery.h). */
#pragma once

#include "../../core/api/recovery.h"

/*
 * recover_call: method(args[0], ..., args[n - 1]), cdecl. The low half of
 * the result is what the method returned; the high half is 0. If the callee
 * died, the high half is 1, the low half E_DIED, and the FPU is empty again
 * with the caller's control word.
 */
u64 recover_call(void *method, const u32 *args, u32 n);
