/* SPDX-License-Identifier: MIT */
#include "../layout.h"
ENTRY(boot)
SECTIONS
{
    . = CORE_BASE;
    core_image_start = .;
    .text : { *(.multiboot) *(.text .text.*) }
    .rodata : ALIGN(32) { *(.rodata .rodata.*) }
    .data : ALIGN(32) { *(.data .data.*) }
    .bss : ALIGN(32) { *(.bss .bss.* COMMON) }
    core_image_end = .;
    /DISCARD/ : { *(.comment .note.* .eh_frame) }
}
