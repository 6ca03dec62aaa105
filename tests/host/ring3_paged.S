/* SPDX-License-Identifier: MIT */
/* The page-fault handler of `paged` in a host's process; FAULT_GATE leads to
 * code of the test's. */
#include "../../modules/lib/ring3/entry.h"
#undef UPS_DS
#undef THREAD_DS
#undef FAULT_GATE
#define UPS_DS HOST_DS
#define THREAD_DS HOST_GS
#define FAULT_GATE 0x2f
#include "ring3.h"
#include "../../modules/lib/space/concurrency.S"
#include "../../modules/lib/ring3/selectors.S"
#include "../../modules/models/paged/fault.S"
#include "../../modules/models/paged/protect.S"
#include "../../modules/models/paged/frame/slot.S"

#include "ring3_host.S"

/* Behind FAULT_GATE: the linear address; ECX and EDX are lost. */
        .globl  ring_fault_gate, fault_linear
ring_fault_gate:
        mov     %ss:fault_linear, %eax
        mov     $0xcccc, %ecx
        mov     $0xdddc, %edx
        lret

        .data
fault_linear:
        .long   0
