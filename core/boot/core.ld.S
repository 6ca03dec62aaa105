/* SPDX-License-Identifier: MIT */
#include "../base/layout.h"
ENTRY(boot)
SECTIONS
{
    . = CORE_BASE;
    core_image_start = .;
    .text : { *(.multiboot) *(.text .text.*) }
    .rodata : ALIGN(32) {
        *(.rodata .rodata.*)
        . = ALIGN(4);
        exit_table = .;
        *(.exits)
        exit_table_end = .;
    }
    .data : ALIGN(32) { *(.data .data.*) }
    /* The large tables come last, so that stack and descriptor tables lie in
     * RAM even where all of it does not, and somebody can say so. */
    .bss : ALIGN(32) {
        *(EXCLUDE_FILE(*/graph.c.o */region.c.o */gate.c.o) .bss .bss.*)
        *(.bss .bss.* COMMON)
    }
    core_image_end = .;
    /DISCARD/ : { *(.comment .note.* .eh_frame) }
}
