/* SPDX-License-Identifier: MIT */
/*
 * Selectors that modules may name, in C and assembly: GDT index * 8 +
 * requested privilege level (manual 5.1.3).
 */
#pragma once

#define UPS_CS          0x19    /* ring 1, base = start of the UPS */
#define UPS_DS          0x21
#define THREAD_DS       0x31    /* ring 1: GS, the thread control block */

/*
 * Call gates that take registers and no stack arguments; EAX is the result,
 * ECX and EDX are lost, DS and ES stay.
 *
 * CONTEXT_GATE: the task EAX (a TSS selector; 0: none) becomes the current
 * one, in software: LDT, CR3 where it differs, and EDX as its stack of ring
 * 1. E_HANDLE; E_PAGING: its space needs paging, which is off. ZF tells
 * whether EAX is 0.
 * FAULT_GATE: EAX becomes CR2; there while a module owns vector 14.
 */
#define CONTEXT_GATE    0x59
#define FAULT_GATE      0x61
