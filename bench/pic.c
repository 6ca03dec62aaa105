/* SPDX-License-Identifier: MIT */
/* The masks of the interrupt controllers; `masked` tells if they are ours. */
#include "pic.h"

#include "deimos.h"

#define PIC_FIRST 0x21          /* data port: OCW1, the mask */
#define PIC_SECOND 0xa1
#define MASK_ALL 0xffff

u32 mask_read(void);            /* mask.S */
void mask_write(u32 mask);

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");

static int masked;
static u32 mask_before;

static int open_ports(void)
{
    int error = port->open(PIC_FIRST, 1);

    if (error < 0)
        return error;
    error = port->open(PIC_SECOND, 1);
    if (error < 0)
        port->close(PIC_FIRST, 1);
    return error;
}

int pic_mask(void)
{
    int error = open_ports();

    if (error < 0)
        return error;
    mask_before = mask_read();
    masked = 1;
    mask_write(MASK_ALL);
    return 0;
}

void pic_unmask(void)
{
    if (!masked)
        return;
    mask_write(mask_before);
    masked = 0;
    port->close(PIC_FIRST, 1);
    port->close(PIC_SECOND, 1);
}
