/* SPDX-License-Identifier: MIT */
/* VGA text screen, 80 by 25, at physical 0xb8000. */
#pragma once

void vga_init(void);
void vga_write(char c);
