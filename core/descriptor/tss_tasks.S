/* SPDX-License-Identifier: MIT */
/*
 * Where the TSSs lie: those of tasks, the core's own, and the I/O bitmaps
 * behind it. The core's reaches all of them, every task's the first three
 * (manual 8.3.2):
 *
 *      tss_tasks   TASKS * 128 bytes           io_bitmap of each: its own
 *      core_tss    104 bytes                   distance to a bitmap, at
 *                  IO_BITMAPS * 8,193 bytes    most 0xdfff
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "core/offsets.h"

        .bss
        .balign TASK_TSS_SIZE           # none crosses the end of a page
        .globl  tss_tasks, core_tss
tss_tasks:
        .skip   TASKS * TASK_TSS_SIZE
core_tss:
        .skip   CORE_TSS_SIZE

        .text
/* void tss_spread_esp0(void): every task enters the core where the core's
 * own TSS says. EBX and ECX are lost. */
FUNCTION(tss_spread_esp0)
        mov     core_tss + TSS_ESP0, %ebx
        mov     $tss_tasks + TASKS * TASK_TSS_SIZE, %ecx
1:      sub     $TASK_TSS_SIZE, %ecx
        mov     %ebx, TSS_ESP0(%ecx)
        cmp     $tss_tasks, %ecx
        ja      1b
        ret
END(tss_spread_esp0)
