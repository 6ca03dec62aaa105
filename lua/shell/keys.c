/* SPDX-License-Identifier: MIT */
/*
 * Escape sequences as ECMA-48 has them. One that breaks off ends when nothing
 * follows for a while, or at a control character, which then counts.
 */
#include "keys.h"

#include "../libc/shim.h"

#define ESC 0x1b
#define BEL 0x07
#define CAN 0x18
#define SUB 0x1a
#define REPLACEMENT 0xfffd
#define NONE -1                 /* no byte, no key */

static int byte_back = NONE, key_back = NONE;

static int first_byte(void)
{
    const int byte = byte_back;

    byte_back = NONE;
    return byte != NONE ? byte : terminal_key();
}

/* The next byte of something that has begun; NONE: it breaks off. */
static int further_byte(void)
{
    const int byte = byte_back;

    byte_back = NONE;
    return byte != NONE ? byte : terminal_key_soon();
}

static int is_between(int byte, int first, int last)
{
    return byte >= first && byte <= last;
}

/* The key of a final byte and the first parameter. */
static int key_of(int final, int number)
{
    switch (final) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'C': return KEY_RIGHT;
    case 'D': return KEY_LEFT;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    }
    if (final != '~')
        return KEY_NONE;
    switch (number) {
    case 1: case 7: return KEY_HOME;
    case 3: return KEY_DELETE;
    case 4: case 8: return KEY_END;
    }
    return KEY_NONE;
}

/* After CSI or SS3: parameters, intermediates, and one final byte. */
static int control_sequence(void)
{
    int byte = further_byte(), number = 0, first = 1;

    if (byte == '[') {              /* Linux: ESC [ [ A is F1 */
        byte = further_byte();
        return is_between(byte, '@', '~') || byte == NONE ? KEY_NONE
                                                : (byte_back = byte, KEY_NONE);
    }
    for (; is_between(byte, ' ', '?'); byte = further_byte()) {
        first &= is_between(byte, '0', '9');
        if (first && number < 1000)
            number = number * 10 + byte - '0';
    }
    if (is_between(byte, '@', '~'))
        return key_of(byte, number);
    byte_back = byte;
    return KEY_NONE;
}

static int is_control(int byte)
{
    return is_between(byte, 0, ' ' - 1);
}

/* After OSC, DCS, SOS, PM or APC: up to ST, or BEL. One that lacks both must
 * not take the lines behind it along, and no Ctrl-C. */
static int control_string(void)
{
    int byte;

    do {
        byte = further_byte();
        if (byte == ESC) {
            byte = further_byte();
            if (byte == '\\')
                return KEY_NONE;
            byte_back = byte;       /* another sequence has begun */
            return NONE;
        }
    } while (byte != NONE && !is_control(byte));
    if (byte != BEL && byte != CAN && byte != SUB)
        byte_back = byte;
    return KEY_NONE;
}

/* After ESC. */
static int escape_sequence(void)
{
    int byte = further_byte(), key;

    switch (byte) {
    case '[': case 'O':
        return control_sequence();
    case ']': case 'P': case 'X': case '^': case '_':
        key = control_string();
        return key == NONE ? escape_sequence() : key;
    case 'N':                       /* SS2: one character */
        further_byte();
        return KEY_NONE;
    }
    while (is_between(byte, ' ', '/'))
        byte = further_byte();
    if (byte != NONE && !is_between(byte, '0', '~'))
        byte_back = byte;
    return KEY_NONE;
}

/* The character that begins with this byte. By length. */
static int character(int byte)
{
    static const int least[] = { 0, 0x80, 0x800, 0x10000 };
    const int more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
    int code = byte & (0x3f >> more);

    if (!is_between(byte, 0xc2, 0xf4))
        return REPLACEMENT;
    for (int i = 0; i < more; i++) {
        byte = further_byte();
        if (!is_between(byte, 0x80, 0xbf)) {
            byte_back = byte;
            return REPLACEMENT;
        }
        code = code << 6 | (byte & 0x3f);
    }
    if (code < least[more] || code > 0x10ffff ||
        is_between(code, 0xd800, 0xdfff))
        return REPLACEMENT;
    return code;
}

int keys_read(void)
{
    const int back = key_back;
    int byte;

    key_back = NONE;
    if (back != NONE)
        return back;
    byte = first_byte();
    if (byte < 0)
        return KEY_CLOSED;
    if (byte == ESC)
        return escape_sequence();
    /* C1 control characters are neither keys nor text. */
    if (byte >= 0x80) {
        byte = character(byte);
        return is_between(byte, 0x80, 0x9f) ? KEY_NONE : byte;
    }
    return byte;
}

void keys_unread(int key)
{
    key_back = key;
}
