/* SPDX-License-Identifier: MIT */
/* Characters of valid UTF-8. */
#pragma once

#define UTF8_MAX 4              /* bytes of a character */

/* Where the character ends that begins at `at`, or begins that ends there;
 * at the end (the start) itself. */
int utf8_after(const char *text, int at, int length);
int utf8_before(const char *text, int at);

/* Columns of a terminal that the text takes. */
int utf8_columns(const char *text, int length);

/* Write the character; its length. */
int utf8_encode(char *to, int code);
