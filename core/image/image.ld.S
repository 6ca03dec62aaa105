/* SPDX-License-Identifier: MIT */
/* An image of the core: linked at 0 as a position-independent file whose
 * only dynamic relocations are R_386_RELATIVE; struct image_header first. */
SECTIONS
{
    . = 0;
    .text : {
        LONG(0x474d4944)
        LONG(image_file_end)
        LONG(image_end)
        LONG(image_entry)
        LONG(image_relocations)
        LONG(image_relocations_end)
        *(.text .text.*)
    }
    .rodata : ALIGN(32) { *(.rodata .rodata.*) }
    .data : ALIGN(32) { *(.data .data.* .got .got.plt) }
    .rel.dyn : ALIGN(4) {
        image_relocations = .;
        *(.rel.*)
        image_relocations_end = .;
        LONG(0)
    }
    image_file_end = .;
    .bss : ALIGN(32) { *(.bss .bss.* COMMON) }
    image_end = .;
    /DISCARD/ : { *(.comment .note.* .eh_frame .dynamic .dynsym .dynstr
                    .hash .gnu.hash .interp) }
}
