/* SPDX-License-Identifier: MIT */
/* The lines of the prompt, as long as it runs. */
#pragma once

/* Remember a line, unless it is empty or the last one once more. */
void history_add(const char *line);

/* The line so many back: 1 is the last one. NULL: there is none. */
const char *history_get(int back);

/* How far back the nearest line is that holds the text, from `back` on; 0:
 * none does. */
int history_find(const char *text, int back);
