/* SPDX-License-Identifier: MIT */
/* sources: lua/shell/utf8.c lua/shell/history.c */
/* The line editor, against a plain list of characters: whatever is typed, the
 * line is what it should be, and as long as it may be. */
#include <stdio.h>
#include <string.h>

#include "../../core/api/types.h"
#include "../../lua/shell/history.h"

/* What it draws is no matter here. */
static int drawn;
#define printf(...) (drawn++)
#define putchar(c) (drawn++)
#define fputs(text, file) (drawn++)
#define fwrite(text, size, n, file) (drawn++)
#include "../../lua/shell/draft.c"
#include "../../lua/shell/search.c"
#include "../../lua/shell/edit.c"
#undef printf
#undef putchar
#undef fputs
#undef fwrite

#include "check.h"

#define KEYS 400
#define LINES_OF 3000

static int keys[KEYS + 4], next_key;
static int characters[EDIT_LINE], count, cursor, size, lost;

int keys_read(void) { return keys[next_key++]; }
void keys_unread(int key) { keys[--next_key] = key; }

static int bytes_of(int code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

static int used(void)
{
    int bytes = 0;

    for (int i = 0; i < count; i++)
        bytes += bytes_of(characters[i]);
    return bytes;
}

static void take_out(int from, int to)
{
    memmove(characters + from, characters + to,
            (size_t)(count - to) * sizeof(int));
    count -= to - from;
    cursor = from;
}

static int start_of_word(void)
{
    int at = cursor;

    while (at > 0 && characters[at - 1] == ' ')
        at--;
    while (at > 0 && characters[at - 1] != ' ')
        at--;
    return at;
}

static void insert(int code)
{
    if (used() + bytes_of(code) > size) {
        lost = 1;
        return;
    }
    memmove(characters + cursor + 1, characters + cursor,
            (size_t)(count - cursor) * sizeof(int));
    characters[cursor++] = code;
    count++;
}

static void expect(int key)
{
    switch (key) {
    case KEY_LEFT: case CONTROL('B'): cursor -= cursor > 0; break;
    case KEY_RIGHT: case CONTROL('F'): cursor += cursor < count; break;
    case KEY_HOME: case CONTROL('A'): cursor = 0; break;
    case KEY_END: case CONTROL('E'): cursor = count; break;
    case KEY_BACKSPACE: case CONTROL('H'):
        take_out(cursor - (cursor > 0), cursor);
        break;
    case KEY_DELETE: case CONTROL('D'):
        take_out(cursor, cursor + (cursor < count));
        break;
    case CONTROL('K'): take_out(cursor, count); break;
    case CONTROL('U'): take_out(0, cursor); break;
    case CONTROL('W'): take_out(start_of_word(), cursor); break;
    case CONTROL('L'): case KEY_NONE: case 1000000: break;
    default: insert(key);
    }
}

static u32 seed = 1;

static u32 any(u32 n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

static int random_key(void)
{
    static const int some[] = { KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
        KEY_BACKSPACE, KEY_DELETE, KEY_NONE, CONTROL('B'), CONTROL('F'),
        CONTROL('A'), CONTROL('E'), CONTROL('H'), CONTROL('L'), KEY_LEFT,
        CONTROL('W'), CONTROL('K'), CONTROL('U'), KEY_LEFT, KEY_RIGHT };
    static const int letters[] = { ' ', 'a', 'z', '~', 0xe9, 0x20ac, 0x4e00,
                                   0x1f600, ' ' };

    return any(5) ? letters[any(ARRAY_SIZE(letters))]
                  : some[any(ARRAY_SIZE(some))];
}

static void check_line(void)
{
    char line[EDIT_LINE + 1], expected[EDIT_LINE + 1];
    int n = 0, length = 1 + (int)any(KEYS - 1);

    count = cursor = lost = next_key = 0;
    size = any(2) ? 1 + (int)any(60) : EDIT_LINE;
    for (int i = 0; i < length; i++) {
        keys[i] = random_key();
        expect(keys[i]);
    }
    keys[length] = keys[length + 1] = any(2) ? '\r' : '\n';
    memset(line, 'x', sizeof(line));
    const int got = edit_line("> ", line, size);
    CHECK_EQ(next_key, length + 1 + lost);      /* is told, then taken */
    for (int i = 0; i < count; i++)
        n += utf8_encode(expected + n, characters[i]);
    CHECK(got == n && !memcmp(line, expected, (size_t)n) && !line[n]);
    CHECK(size == EDIT_LINE || line[size + 1] == 'x');
}

/* How a line ends without one. */
static void test_ends(void)
{
    char line[EDIT_LINE + 1];
    static const struct { int keys[4], result; } ends[] = {
        { { CONTROL('C') }, EDIT_INTERRUPT }, { { KEY_CLOSED }, EDIT_END },
        { { CONTROL('D') }, EDIT_END }, { { 'a', KEY_CLOSED }, EDIT_END },
        { { 'a', CONTROL('C') }, EDIT_INTERRUPT },
        { { 'a', CONTROL('D'), '\n' }, 1 },
        { { 'a', CONTROL('A'), CONTROL('D'), '\n' }, 0 } };

    for (u32 i = 0; i < ARRAY_SIZE(ends); i++) {
        memcpy(keys, ends[i].keys, sizeof(ends[i].keys));
        next_key = 0;
        CHECK_EQ(edit_line("> ", line, EDIT_LINE), ends[i].result);
    }
}

/* Up and down through what was entered, and back to nothing. */
static void test_history(void)
{
    char line[EDIT_LINE + 1];
    static const struct { int keys[6]; const char *line; } walks[] = {
        { { KEY_UP, '\n' }, "third" }, { { KEY_UP, KEY_UP, '\n' }, "second" },
        { { KEY_UP, KEY_UP, KEY_UP, KEY_UP, '\n' }, "first" },
        { { KEY_UP, KEY_UP, KEY_DOWN, '\n' }, "third" },
        { { CONTROL('P'), '\n' }, "third" },
        { { KEY_UP, CONTROL('P'), '\n' }, "second" },
        { { CONTROL('P'), CONTROL('P'), CONTROL('N'), '\n' }, "third" },
        { { KEY_UP, KEY_DOWN, KEY_DOWN, '\n' }, "" },
        { { 'x', KEY_UP, KEY_DOWN, '\n' }, "" },
        { { KEY_UP, 'x', '\n' }, "thirdx" },
        { { CONTROL('R'), 's', 'e', CONTROL('E'), '\n' }, "second" },
        { { CONTROL('R'), 'i', 'r', CONTROL('R'), CONTROL('E'), '\n' },
          "first" },
        { { 'x', CONTROL('R'), 's', CONTROL('G'), '\n' }, "x" },
        { { 'x', 'y', 'z', CONTROL('R'), CONTROL('C'), '\n' }, "xyz" },
        { { 'q', CONTROL('R'), CONTROL('G'), '\n' }, "q" },
        { { CONTROL('R'), CONTROL('G'), '\n' }, "" } };

    history_add("first");
    history_add("second");
    history_add("third");
    for (u32 i = 0; i < ARRAY_SIZE(walks); i++) {
        memcpy(keys, walks[i].keys, sizeof(walks[i].keys));
        next_key = 0;
        edit_line("> ", line, EDIT_LINE);
        CHECK(!strcmp(line, walks[i].line));
    }
}

int main(void)
{
    for (int i = 0; i < LINES_OF; i++)
        check_line();
    test_ends();
    test_history();
    return check_done();
}
