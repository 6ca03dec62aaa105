/* SPDX-License-Identifier: MIT */
/* Interrupt request lines to ring 1 (api/wrapper.h, struct interrupt). */
#pragma once

#include "../api/types.h"

struct trap_frame;

/* The line has been served by the core: remember it for its owners. */
void interrupt_raise(u32 line);
/* The frame is not of ring 0: deliver what is remembered, by changing it. */
void interrupt_deliver(struct trap_frame *frame);
