/* SPDX-License-Identifier: MIT */
/* sources: lua/shell/utf8.c */
/* Keys from bytes: every character in its one encoding and in no other, escape
 * sequences as a whole, and what breaks off gives back what broke it. */
#include <stdio.h>
#include <string.h>

#include "../../core/api/types.h"
#include "../../lua/shell/keys.c"
#include "../../lua/shell/utf8.h"

#include "check.h"

static const unsigned char *bytes;
static int left;

int terminal_key(void) { return left ? left--, *bytes++ : -1; }
int terminal_key_soon(void) { return terminal_key(); }

static void feed(const void *text, int size)
{
    bytes = text;
    left = size;
    byte_back = key_back = NONE;
}

/* One key and then the end. */
static void check_one(const void *text, int size, int key)
{
    feed(text, size);
    CHECK_EQ(keys_read(), key);
    CHECK_EQ(keys_read(), KEY_CLOSED);
}

/* The code in `more` continuation bytes, though fewer may do. */
static int encode(unsigned char *to, int code, int more)
{
    static const int lead[] = { 0, 0xc0, 0xe0, 0xf0 };

    for (int i = more; i > 0; i--, code >>= 6)
        to[i] = (unsigned char)(0x80 | (code & 0x3f));
    to[0] = (unsigned char)(lead[more] | code);
    return more + 1;
}

static int bytes_of(int code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

static int is_character(int code)
{
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

static void test_characters(void)
{
    unsigned char text[4];

    for (int code = 0x80; code < 0x140000; code++) {
        const int n = bytes_of(code);
        encode(text, code, n - 1);
        if (text[0] > 0xf4) {
            feed(text, n);
            CHECK_EQ(keys_read(), REPLACEMENT);
            continue;
        }
        check_one(text, n, code < 0xa0 ? KEY_NONE :
                           is_character(code) ? code : REPLACEMENT);
        if (is_character(code)) {
            char own[UTF8_MAX];
            CHECK_EQ(utf8_encode(own, code), n);
            CHECK(!memcmp(own, text, (size_t)n));
        }
    }
}

/* Longer than it need be: no character, not even of a control. */
static void test_overlong(void)
{
    unsigned char text[4];

    for (int code = 0; code < 0x10000; code++)
        for (int more = bytes_of(code); more <= 3; more++) {
            feed(text, encode(text, code, more));
            CHECK_EQ(keys_read(), REPLACEMENT);
        }
}

/* A byte behind one that begins a character is what it is by itself. */
static void check_then(int lead, int byte)
{
    const unsigned char text[] = { (unsigned char)lead, (unsigned char)byte };

    feed(text + 1, 1);
    const int key = keys_read();
    feed(text, 2);
    CHECK_EQ(keys_read(), REPLACEMENT);
    CHECK_EQ(keys_read(), key);
}

/* What is no continuation is read next. */
static void test_broken(void)
{
    static const unsigned char leads[] = { 0xc2, 0xe1, 0xe0, 0xf1, 0xf4 };
    unsigned char text[4];

    for (u32 i = 0; i < ARRAY_SIZE(leads); i++)
        for (int have = 1; have <= (leads[i] >= 0xf0 ? 3 : leads[i] >= 0xe0
                                                             ? 2 : 1); have++) {
            memset(text, 0x8f, sizeof(text));
            text[0] = leads[i];
            check_one(text, have, REPLACEMENT);
            text[have] = 'x';
            feed(text, have + 1);
            CHECK_EQ(keys_read(), REPLACEMENT);
            CHECK_EQ(keys_read(), 'x');
        }
    for (int lead = 0xc2; lead <= 0xf4; lead++)
        for (int byte = 0; byte < 0x100; byte++)
            if (byte < 0x80 || byte > 0xbf)
                check_then(lead, byte);
    for (int byte = 0x80; byte < 0x100; byte++)
        if (byte < 0xc2 || byte > 0xf4)
            check_one((const unsigned char[]){ (unsigned char)byte }, 1,
                      REPLACEMENT);
}

static const struct { const char *text; int key, next; } sequences[] = {
    { "\x1b[A", KEY_UP, KEY_CLOSED }, { "\x1bOB", KEY_DOWN, KEY_CLOSED },
    { "\x1b[C", KEY_RIGHT, 0 }, { "\x1b[1;5D", KEY_LEFT, 0 },
    { "\x1b[H", KEY_HOME, 0 }, { "\x1b[F", KEY_END, 0 },
    { "\x1b[1~", KEY_HOME, 0 }, { "\x1b[7~", KEY_HOME, 0 },
    { "\x1b[3~", KEY_DELETE, 0 }, { "\x1b[3;2~", KEY_DELETE, 0 },
    { "\x1b[4~", KEY_END, 0 }, { "\x1b[8~", KEY_END, 0 },
    { "\x1b[5~x", KEY_NONE, 'x' }, { "\x1b[[Ax", KEY_NONE, 'x' },
    { "\x1b[[\x03", KEY_NONE, 3 }, { "\x1b[33\x03", KEY_NONE, 3 },
    { "\x1b[99999999999~x", KEY_NONE, 'x' }, { "\x1b[?25hx", KEY_NONE, 'x' },
    { "\x1b]0;title\x07x", KEY_NONE, 'x' },
    { "\x1b]0;title\x1b\\x", KEY_NONE, 'x' },
    { "\x1b]0;ti\x18x", KEY_NONE, 'x' }, { "\x1b]0;ti\x1ax", KEY_NONE, 'x' },
    { "\x1b]0;ti\003x", KEY_NONE, 3 }, { "\x1bPq\rx", KEY_NONE, '\r' },
    { "\x1b^t\nx", KEY_NONE, '\n' }, { "\x1b_t\tx", KEY_NONE, '\t' },
    { "\x1b]0;\x7f\xc2\x9bt\x07x", KEY_NONE, 'x' },
    { "\x1b]0;ti\x1b[Ax", KEY_UP, 'x' }, { "\x1bPq\x1b\\x", KEY_NONE, 'x' },
    { "\x1b^x\x07y", KEY_NONE, 'y' }, { "\x1b_x\x07y", KEY_NONE, 'y' },
    { "\x1bXx\x07y", KEY_NONE, 'y' }, { "\x1bNxy", KEY_NONE, 'y' },
    { "\x1b(Bx", KEY_NONE, 'x' }, { "\x1b" "cx", KEY_NONE, 'x' },
    { "\x1b", KEY_NONE, 0 }, { "\x1b\x03", KEY_NONE, 3 },
    { "\x1b(\x04", KEY_NONE, 4 }, { "\x01", 1, 0 }, { "\x7f", 0x7f, 0 },
};

static void test_sequences(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(sequences); i++) {
        feed(sequences[i].text, (int)strlen(sequences[i].text));
        CHECK_EQ(keys_read(), sequences[i].key);
        CHECK_EQ(keys_read(), sequences[i].next ? sequences[i].next
                                                : KEY_CLOSED);
    }
    feed("ab", 2);
    CHECK_EQ(keys_read(), 'a');
    keys_unread(KEY_UP);
    CHECK_EQ(keys_read(), KEY_UP);
    CHECK_EQ(keys_read(), 'b');
}

/* Any bytes are some keys, and come to an end. */
static void test_any(void)
{
    static unsigned char text[4096];
    u32 seed = 1;

    for (int round = 0; round < 100; round++) {
        int keys = 0, key;
        for (u32 i = 0; i < sizeof(text); i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = seed >> 30 ? (unsigned char)(seed >> 16) : ESC;
        }
        feed(text, sizeof(text));
        for (; (key = keys_read()) != KEY_CLOSED; keys++)
            CHECK((key >= 0 && is_character(key)) ||
                  (key >= KEY_UP && key <= KEY_NONE));
        CHECK(keys <= (int)sizeof(text));
    }
}

int main(void)
{
    test_characters();
    test_overlong();
    test_broken();
    test_sequences();
    test_any();
    return check_done();
}
