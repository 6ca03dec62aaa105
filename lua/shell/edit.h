/* SPDX-License-Identifier: MIT */
/*
 * The line editor of a serial terminal: arrows, Home, End, Delete,
 * Backspace, history (Ctrl-R searches it), Tab, and Ctrl-A B C D E F H K L N
 * P U W. A character is a code point of UTF-8.
 */
#pragma once

#define EDIT_LINE 1000          /* bytes of a line */

enum { EDIT_END = -1, EDIT_INTERRUPT = -2 };

/*
 * Read a line into `line`, which has room for EDIT_LINE bytes and a NUL.
 * Returns its length; EDIT_END on Ctrl-D in an empty line, or when the time
 * limit passes; EDIT_INTERRUPT on Ctrl-C. A line that is too long is not
 * returned before the user has seen what is left of it.
 */
int edit_line(const char *prompt, char *line, int size);

/*
 * What Tab does: a text that goes on after `before`, the line up to the
 * cursor; it may print lines of choices (then *printed is 1). NULL: nothing.
 */
typedef const char *(*edit_completer)(const char *before, int *printed);
void edit_complete_by(edit_completer completer);
