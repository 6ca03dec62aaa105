/* SPDX-License-Identifier: MIT */
/* The interrupt descriptor table. */
#pragma once

#define IDT_STUB_SIZE 16        /* of the code that a vector leads to */

#ifndef __ASSEMBLER__

#include "../api/types.h"

/* Every vector to its stub at `core`; #DF to the double-fault task. Those at
 * `demux` are for exceptions with several owners. */
void idt_init(const char *core, const char *demux);
/* An exception, by a trap gate straight to ring 1. INT n cannot fake it,
 * unless it is #BP or #OF, which are instructions anyway. */
void idt_deliver(u32 vector, saddr_t handler);
/* The same, for INT n of rings 0 to `dpl`. */
void idt_deliver_call(u32 vector, saddr_t handler, u8 dpl);
/* An exception, to the demultiplexer. */
void idt_demux(u32 vector);
/* The vector is the core's again. */
void idt_restore(u32 vector);

#endif
