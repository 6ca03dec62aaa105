/* SPDX-License-Identifier: MIT */
/* The runtime page of the UPS (runtime.S), by segment-relative address. */
#pragma once

#include "../base/layout.h"

extern const char runtime_start[], runtime_end[];
extern const char runtime_unbound[], runtime_dead[], runtime_return[];

#define RUNTIME(label) (RUNTIME_BASE + (u32)((label) - runtime_start))

/* Copy the page to its place. */
void runtime_init(void);
