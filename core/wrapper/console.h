/* SPDX-License-Identifier: MIT */
/* The core's own words: first serial line and screen. */
#pragma once

#include "../api/types.h"

void console_init(void);
/* The result channel goes to the second line if it is there and wanted. */
void console_open_results(int second_line);
u32 console_results_port(void);
void console_write(const char *text, u32 size);
void console_print(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
