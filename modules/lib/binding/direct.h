/* SPDX-License-Identifier: MIT */
/* What binding modules share that keep nothing between calls: the methods of
 * the interface "binding" that have nothing to do. */
#pragma once

#include "../../api/binding.h"

int direct_start(u32 capacity);
int direct_stop(void);
int direct_flush(void);
int direct_count(u32 what);
