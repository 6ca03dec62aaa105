/* SPDX-License-Identifier: MIT */
/* Segment registers of the core. */
#pragma once

#include "../api/types.h"

/* CORE_CS into CS, CORE_DS into the data registers, null into FS and GS. */
void segments_reload(void);

/* Read the byte at offset through `selector`; -1 if that faults. */
int segments_try_read(u16 selector, u32 offset);
/* Where that read faults and where it then goes on; for trap.c. */
extern const char segments_try[], segments_failed[];
