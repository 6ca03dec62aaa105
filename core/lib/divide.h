/* SPDX-License-Identifier: MIT */
/* Division of 64-bit integers, by the names that gcc calls it by. */
#pragma once

#include "../api/types.h"

/* rest may be NULL. A divisor of 0 traps. */
u64 __udivmoddi4(u64 n, u64 d, u64 *rest);
u64 __udivdi3(u64 n, u64 d);
u64 __umoddi3(u64 n, u64 d);
s64 __divmoddi4(s64 n, s64 d, s64 *rest);
s64 __divdi3(s64 n, s64 d);
s64 __moddi3(s64 n, s64 d);
