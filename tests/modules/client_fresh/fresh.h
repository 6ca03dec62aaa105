/* SPDX-License-Identifier: MIT */
#pragma once

#define SECRET 0x5ec7e75e
#define SEEN_FPU 64             /* 108 bytes, as FNSAVE leaves them */
#define SEEN_SIZE 172
