/* SPDX-License-Identifier: MIT */
/* From the bytes of a terminal to keys and characters. */
#pragma once

enum key {
    KEY_BACKSPACE = 0x7f,
    /* Beside Unicode. */
    KEY_UP = 0x200000, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END,
    KEY_DELETE, KEY_NONE, KEY_CLOSED,
};

#define CONTROL(letter) ((letter) & 0x1f)

/*
 * The next key: a control character, a character (its code point), or an enum
 * key. Escape sequences are taken whole: those that mean nothing here are
 * KEY_NONE, and so is ESC alone. Bytes that are no UTF-8 are U+FFFD.
 */
int keys_read(void);

/* Hand a key back, for the next keys_read. */
void keys_unread(int key);
