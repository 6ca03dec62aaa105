/* SPDX-License-Identifier: MIT */
/* The interface `pages` of models that have them (modules/api/pages.h). */
#pragma once

#include "../../api/pages.h"

/* How protect() flushes: enum flush_strategy, by pages->strategy(). */
extern u32 model_flush;

/* The model's: where a client's address is. The VSAS, or E_HANDLE, E_RANGE. */
int model_page(int space, u32 address, laddr_t *linear);
/* The model's: its client is left so much of its rights to a page (api/pages.h);
 * the lock is held, `open` is valid. */
int model_close(int space, u32 address, u32 open);
/* The method close(). */
int model_pages_close(int space, u32 address, u32 open);
