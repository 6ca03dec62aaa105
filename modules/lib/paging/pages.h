/* SPDX-License-Identifier: MIT */
/* The interface `pages` of models that have them (modules/api/pages.h). */
#pragma once

#include "../../../core/api/types.h"

/* How protect() flushes: enum flush_strategy, by pages->strategy(). */
extern u32 model_flush;

/* The model's: where a client's address is. The VSAS, or E_HANDLE, E_RANGE. */
int model_page(int space, u32 address, laddr_t *linear);
