/* SPDX-License-Identifier: MIT */
/* The time limit of what runs: a script, or a chunk of the prompt. */
#pragma once

/* From now on, so many seconds; 0: no limit. */
void deadline_start(unsigned seconds);
void deadline_stop(void);

/* Whether the time is up, of what is limited. */
int deadline_passed(void);
