/* SPDX-License-Identifier: MIT */
/* Text: first serial line and screen; results: a line of their own. */
#pragma once

#include "../api/types.h"

void console_init(void);
/* The result channel goes to the second line if it is there and wanted. */
void console_open_results(int second_line);
u32 console_results_port(void);
void console_write(const char *text, u32 size);
/* Bytes as they are, to the result channel. */
void console_write_results(const char *data, u32 size);
/* A byte that has arrived, or -1. */
int console_read(void);
void console_print(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
