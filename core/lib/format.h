/* SPDX-License-Identifier: MIT */
/*
 * Text formatting without the C library: %s %c %d %u %x %%, with ll, a width
 * (a number or *), the flags - and 0, and for %s a precision (.8 or .*).
 */
#pragma once

#include <stdarg.h>

#include "../api/types.h"

/*
 * Both write at most size bytes, the final NUL included, and return the
 * length that the whole text has: not less than size if it was cut. With
 * size 0 nothing is written. A conversion that is not known is copied.
 */
int format(char *to, u32 size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int format_va(char *to, u32 size, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Replace what is not printable ASCII by '?': for text from outside that
 * goes to a terminal. */
void format_printable(char *text);
