/* SPDX-License-Identifier: MIT */
/* 8254 timer, channel 0: it interrupts periodically. */
#pragma once

#include "../api/types.h"

#define PIT_HZ 1193182

/* So often a second; from PIT_HZ / 65535 on. */
void pit_set_rate(u32 hz);
