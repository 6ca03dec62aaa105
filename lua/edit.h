/* SPDX-License-Identifier: MIT */
/*
 * The line editor of a serial terminal: arrows, Home, End, Delete,
 * Backspace, history, and Ctrl-A B C D E F H K L N P U W.
 */
#pragma once

#define EDIT_LINE 1000          /* characters of a line */

enum { EDIT_END = -1, EDIT_INTERRUPT = -2 };

/*
 * Read a line into `line`, which has room for EDIT_LINE characters and a
 * NUL. Returns its length; EDIT_END on Ctrl-D in an empty line, or when the
 * time limit passes; EDIT_INTERRUPT on Ctrl-C.
 */
int edit_line(const char *prompt, char *line, int size);

/* Remember a line for the history. */
void edit_remember(const char *line);
