/* SPDX-License-Identifier: MIT */
/* For tests of what the CM says when it refuses. */
#pragma once

#include "cm_calls.h"

#include <stdarg.h>

#define N31 "abcdefghijklmnopqrstuvwxyz01234"   /* the longest name */

static char expected[512];

static inline void expect(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsprintf(expected, format, args);
    va_end(args);
}

/* The result of a request, and the reason in full. */
static inline void said(int result, int error)
{
    CHECK_EQ(result, error);
    if (!CHECK(!strcmp(reason_text(), error < 0 ? expected : "")))
        printf("    '%s'\n    '%s'\n", reason_text(), expected);
}
