/* SPDX-License-Identifier: MIT */
/* What the emulator is told by its environment, and what it tells at its end. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#include "../model.h"

/* The table that DEIMOS_TABLE names, with DEIMOS_FIGURES in it; 0: none is named. A
 * wrong one ends the emulator with what is wrong and where. */
int options_read(struct table *table);
/* To the file that DEIMOS_COUNTS names: all counts of the whole run; by
 * cause the clocks, and how many of them are guessed. */
void options_report(const struct model *model);

#ifdef __cplusplus
}
#endif
