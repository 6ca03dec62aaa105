/* SPDX-License-Identifier: MIT */
/* 8259A interrupt controllers: two, the second on the first one's line 2. */
#pragma once

#include "../api/types.h"

#define PIC_TIMER 0             /* the line of the 8254's channel 0 */

/* Every line is closed but the timer's. */
void pic_init(void);
/* May a line have owners at ring 1? All but the cascade. */
int pic_is_line(u32 line);
/* Let a line through to the processor; keep it away. */
void pic_open(u32 line);
void pic_close(u32 line);
/* Both controllers' masks as one word, the first's in its low byte. */
u32 pic_masks(void);
/* The line has been served: 1; or 0 if it did not really call. */
int pic_end(u32 line);
