/* SPDX-License-Identifier: MIT */
/* 16550 serial lines, 115200 8N1, flow by the line status register. */
#pragma once

#include "../api/types.h"

#define SERIAL_COM1 0x3f8
#define SERIAL_COM2 0x2f8

/* Set up the line; 0 if no UART answers there. */
int serial_init(u16 port);
void serial_write(u16 port, u8 byte);
/* A byte that has arrived, or -1. */
int serial_read(u16 port);
