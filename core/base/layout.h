/* SPDX-License-Identifier: MIT */
/*
 * Selectors and fixed places, shared by C, assembly and linker scripts.
 */
#pragma once

#include "../api/selectors.h"

/* Selectors: GDT index * 8 + requested privilege level (manual 5.1.3). */
#define CORE_CS         0x08    /* ring 0, base 0 */
#define CORE_DS         0x10
#define GRAPH_DS        0x2b    /* ring 3, read-only: the system graph */
#define CORE_TSS        0x38
#define FAULT_TSS       0x40    /* task of the double-fault gate */
#define RETURN_GATE     0x49    /* call gate: an upcall's return */
#define PROBE_DS        0x50    /* ring 0: a one-page segment, to try limits */

#define GDT_ENTRIES     4096
#define GATE_FIRST      32      /* GDT index of binding gate 0 */
#define GATES           2048    /* one for each binding, if it must be */
#define CALL_GATE_FIRST (GATE_FIRST + GATES)
#define CALL_GATES      64      /* call gates among modules */
#define DEVICE_FIRST    (CALL_GATE_FIRST + CALL_GATES)
#define DEVICES         8       /* segments of devices' memory */
#define LDT_FIRST       (DEVICE_FIRST + DEVICES)
#define LDTS            256
#define TASK_FIRST      (LDT_FIRST + LDTS)
#define TASKS           256
#define TASK_TSS_SIZE   128     /* of a TSS and what keeps it in one page */
#define SEGMENT_FIRST   (TASK_FIRST + TASKS)
#define SEGMENTS        64      /* global segments: PSASs */
/* While the processor is tried (probe.h), in the place of the first of them. */
#define PROBE_CS3       (SEGMENT_FIRST * 8 + 3)
#define PROBE_SS3       (PROBE_CS3 + 8)
#define PROBE_SHORT     (PROBE_CS3 + 16)        /* a stack of one page */
#define PROBE_GATE      (PROBE_CS3 + 24)
#define GATE_DWORDS     7       /* return address and GATE_ARGS arguments */
#define GATE_THUNK      96      /* of its entry's code */

/* Low end of the UPS (segment-relative); page 0 stays unused. */
#define RUNTIME_BASE    0x1000  /* runtime.S: what unbound slots point at */
#define RUNTIME_RETURN_SIZE 7   /* its first instruction, an LCALL */
#define STUB_BASE       0x2000  /* one block of stubs a binding gate */
#define STUB_SIZE       8       /* LCALL, RET */
#define STUB_TABLE      200     /* offset of the method table in a block */
#define STUB_BLOCK      300     /* METHOD_MAX * (STUB_SIZE + 4) */
#define THREAD_BASE     0x98000 /* thread control block of the boot thread */
#define GUARD_BASE      0x99000 /* unmapped while paging is on */
#define STACK_BASE      0x9a000 /* its stack at ring 1 */
#define STACK_SIZE      0x80000
#define UPS_FIRST       (STACK_BASE + STACK_SIZE)

#define VGA_TEXT        0xb8000 /* physical: 25 rows of 80 cells */
#define VGA_TEXT_SIZE   4000
#define VGA_CRTC        0x3d4   /* ports: index, data; of the cursor, too */

#define REAL_MODE_TOP   0x10fff0 /* its last address is 0xffff0 + 0xffff */
/* Physical, of the core's image. Where an emulator lets ring 3 into virtual-8086
 * mode, none of its addresses is of anything that anybody uses. */
#define CORE_BASE       0x110000
#define CORE_STACK_SIZE 0x4000
