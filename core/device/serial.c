/* SPDX-License-Identifier: MIT */
/* 16550 serial lines, polled. */
#include "serial.h"

#include "../x86/x86.h"

enum uart {                     /* register offsets */
    UART_DATA = 0, UART_DIVISOR_LOW = 0,
    UART_IER = 1, UART_DIVISOR_HIGH = 1,
    UART_FCR = 2, UART_LCR = 3, UART_MCR = 4, UART_LSR = 5, UART_SCR = 7,
};

#define LCR_8N1         0x03
#define LCR_DLAB        0x80
#define FCR_ENABLE      0x07    /* FIFOs on and cleared */
#define MCR_DTR_RTS     0x03
#define LSR_DATA        0x01
#define LSR_EMPTY       0x20    /* transmit holding register */
#define DIVISOR_115200  1
#define SCRATCH_TEST    0x5a
#define PATIENCE        16384   /* polls, of 100 ns at least: sixteen bytes
                                   take 1.4 ms; a dead line must not hang us */

int serial_init(u16 port)
{
    x86_outb(port + UART_SCR, SCRATCH_TEST);
    if (x86_inb(port + UART_SCR) != SCRATCH_TEST)
        return 0;
    x86_outb(port + UART_IER, 0);
    x86_outb(port + UART_LCR, LCR_DLAB);
    x86_outb(port + UART_DIVISOR_LOW, DIVISOR_115200);
    x86_outb(port + UART_DIVISOR_HIGH, 0);
    x86_outb(port + UART_LCR, LCR_8N1);
    x86_outb(port + UART_FCR, FCR_ENABLE);
    x86_outb(port + UART_MCR, MCR_DTR_RTS);
    return 1;
}

void serial_write(u16 port, u8 byte)
{
    for (u32 i = 0; i < PATIENCE; i++)
        if (x86_inb(port + UART_LSR) & LSR_EMPTY)
            break;
    x86_outb(port + UART_DATA, byte);
}

int serial_read(u16 port)
{
    if (!(x86_inb(port + UART_LSR) & LSR_DATA))
        return -1;
    return x86_inb(port + UART_DATA);
}
