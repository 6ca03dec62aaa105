/* SPDX-License-Identifier: MIT */
/* 8259A interrupt controllers. */
#include "pic.h"

#include "../x86/regs.h"
#include "../x86/x86.h"

#define PIC1            0x20
#define PIC2            0xa0
#define PIC_ICW1        0x11    /* edge triggered, cascade, ICW4 follows */
#define PIC_ICW4        0x01    /* 8086 mode */
#define PIC_EOI         0x20
#define PIC_READ_ISR    0x0b
#define CASCADE         2
#define LINE_SPURIOUS1  7
#define LINE_SPURIOUS2  15

void pic_init(void)
{
    x86_outb(PIC1, PIC_ICW1);
    x86_outb(PIC2, PIC_ICW1);
    x86_outb(PIC1 + 1, VECTOR_IRQ);
    x86_outb(PIC2 + 1, VECTOR_IRQ + 8);
    x86_outb(PIC1 + 1, 1 << CASCADE);
    x86_outb(PIC2 + 1, CASCADE);
    x86_outb(PIC1 + 1, PIC_ICW4);
    x86_outb(PIC2 + 1, PIC_ICW4);
    x86_outb(PIC1 + 1, (u8)~(1 << PIC_TIMER | 1 << CASCADE));
    x86_outb(PIC2 + 1, 0xff);
}

int pic_is_line(u32 line)
{
    return line < 16 && line != CASCADE;
}

static void set_mask(u32 line, u32 closed)
{
    const u16 port = (line < 8 ? PIC1 : PIC2) + 1;
    const u32 bit = 1u << line % 8;

    x86_outb(port, (u8)((x86_inb(port) & ~bit) | (closed ? bit : 0)));
}

void pic_open(u32 line)
{
    set_mask(line, 0);
}

void pic_close(u32 line)
{
    set_mask(line, 1);
}

u32 pic_masks(void)
{
    return x86_inb(PIC1 + 1) | (u32)x86_inb(PIC2 + 1) << 8;
}

/* A line that fell before it was served shows no bit in service. */
static int is_spurious(u32 line)
{
    const u16 pic = line < 8 ? PIC1 : PIC2;

    if (line != LINE_SPURIOUS1 && line != LINE_SPURIOUS2)
        return 0;
    x86_outb(pic, PIC_READ_ISR);
    return !(x86_inb(pic) & 0x80);
}

_Static_assert(VECTOR_OWNERS == VECTOR_IRQ + CASCADE, "regs.h");

int pic_end(u32 line)
{
    if (line == CASCADE)
        return 0;
    const int spurious = is_spurious(line);

    if (line >= 8 && !spurious)
        x86_outb(PIC2, PIC_EOI);
    if (line >= 8 || !spurious)         /* the first one's line 2 did call */
        x86_outb(PIC1, PIC_EOI);
    return !spurious;
}
