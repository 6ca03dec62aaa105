/* SPDX-License-Identifier: MIT */
/*
 * What this processor lets ring 3 do although the manual forbids it: found by
 * doing it, at ring 3, before there is anything to harm. Emulators have such
 * holes, and the core cannot close them (README.md, caveats).
 */
#pragma once

#define PROBE_MOST 28           /* bytes that a trap of ring 3 pushes */

#ifndef __ASSEMBLER__
/* Fills graph.system.iret_checked and .parameters_checked. Before: there is
 * a TSS, and the IDT is not there yet; paging and interrupts are off. */
void probe_init(void);
#endif
