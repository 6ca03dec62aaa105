/* SPDX-License-Identifier: MIT */
/*
 * The kernel command line: key=value words, with "quotes" around what has
 * blanks in it, and arg.NAME=value for what a script wants to be told.
 *
 * The known keys stand in one table in options.c. All is checked at once;
 * the normalized text, "key=value key=value" with odd characters written as
 * %XX, is what the system shows and reads from then on.
 */
#pragma once

#include "../api/types.h"

#define OPTIONS_SIZE 512            /* of the normalized text, with its NUL */
#define OPTION_WORD_SIZE 256        /* of one word, with its NUL */

/*
 * Parse `line` as QEMU writes it (file name first) or GRUB (none; a word
 * with blanks quoted as a whole, \ before quotes): a first word with a
 * '/' before any '=', or a '.' and no '=', is the file name. `text` has
 * OPTIONS_SIZE bytes.
 * 0; or E_OPTION, with an empty text, and a reason that names the word and
 * what was expected.
 */
int options_parse(const char *line, char *text, char *reason, u32 size);

/* Is the key there? Then where its value begins, in the text. */
int option_find(const char *text, const char *key, u32 key_length,
                const char **value);

/* The decoded value of key: its length; E_NOTFOUND; E_RANGE if it does not
 * fit. */
int option_get(const char *text, const char *key, char *value, u32 size);

/* The number that key has, or otherwise if it is not given. */
u32 option_number(const char *text, const char *key, u32 otherwise);
