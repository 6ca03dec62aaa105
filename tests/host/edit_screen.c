/* SPDX-License-Identifier: MIT */
/* sources: lua/shell/utf8.c lua/shell/history.c */
/*
 * What the line editor draws, on a terminal that keeps a row of columns: each
 * time a key is awaited, the row is the prompt and as much of the line as fits
 * around the cursor, and the cursor stands where it should. And the bell.
 */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../core/api/types.h"
#include "../../lua/shell/history.h"

static void put(const char *text, int n);
static int putf(const char *format, ...)
{
    char text[3000];
    va_list list;

    va_start(list, format);
    put(text, vsnprintf(text, sizeof(text), format, list));
    va_end(list);
    return 0;
}
#define printf putf
#define putchar(c) put(&(char){ c }, 1)
#define fputs(text, file) put(text, (int)strlen(text))
#define fwrite(text, size, n, file) put(text, (int)(n))
#include "../../lua/shell/draft.c"
#include "../../lua/shell/search.c"
#include "../../lua/shell/edit.c"
#undef printf
#undef putchar
#undef fputs
#undef fwrite

#include "check.h"

#define COLUMNS 400             /* a message may be longer than a row */
#define KEYS 200

/* The terminal: a wide character has its second column 0. */
static int row[COLUMNS], column, bells, rows;
static char before[3000];       /* the row that was left last, as bytes */

static int columns_of(int code)
{
    return code == 0x301 ? 0 : code == 0x4e00 || code == 0x1f600 ? 2 : 1;
}

static int decode(const char *text, int *code)
{
    const int lead = (u8)*text;
    const int n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    *code = lead < 0x80 ? lead : lead & 0x7f >> n;
    for (int i = 1; i < n; i++)
        *code = *code << 6 | (text[i] & 0x3f);
    return n;
}

static void clear_from(int at)
{
    for (int i = at; i < COLUMNS; i++)
        row[i] = ' ';
}

/* A sequence that moves the cursor or erases; its length. */
static int escape(const char *text)
{
    int by = 0, n = 0;

    if (text[2] == 'K') {
        clear_from(column);
        return 3;
    }
    CHECK(sscanf(text, "\x1b[%dD%n", &by, &n) == 1 && n && by > 0);
    CHECK(column >= by);
    column -= by;
    return n ? n : 1;
}

static void new_row(void)
{
    for (int i = 0; i < COLUMNS; i++)
        before[i] = (char)row[i];
    column = 0;
    rows++;
    clear_from(0);
}

static void put(const char *text, int n)
{
    for (int at = 0, code; at < n;) {
        if (text[at] == '\x1b') {
            at += escape(text + at);
            continue;
        }
        at += decode(text + at, &code);
        if (code == '\n')
            new_row();
        else if (code == '\a')
            bells++;
        else if (columns_of(code) && CHECK(column + 2 < COLUMNS)) {
            row[column] = code;
            if (columns_of(code) == 2)
                row[column + 1] = 0;
            column += columns_of(code);
        }
    }
}

/* The row as it should be, of the line's characters. */
static int wanted[COLUMNS], end;

static void want(int code)
{
    if (!columns_of(code))
        return;
    wanted[end] = code;
    if (columns_of(code) == 2)
        wanted[end + 1] = 0;
    end += columns_of(code);
}

static void check_screen(void)
{
    int codes[EDIT_LINE + 1], n = 0, cursor = 0, first, last, used = 0, at = 0;

    end = 0;
    for (int i = 0, code; draft.prompt[i];) {
        i += decode(draft.prompt + i, &code);
        want(code);
    }
    while (at < draft.length) {
        if (at == draft.cursor)
            cursor = n;
        at += decode(draft.text + at, &codes[n++]);
    }
    cursor = draft.cursor == draft.length ? n : cursor;
    const int room = 79 - end;
    for (first = cursor; first && used + columns_of(codes[first - 1]) <= room;)
        used += columns_of(codes[--first]);
    for (last = cursor; last < n && used + columns_of(codes[last]) <= room;)
        used += columns_of(codes[last++]);
    int column_is = end;
    for (int i = first; i < last; i++) {
        if (i == cursor)
            column_is = end;
        want(codes[i]);
    }
    column_is = cursor == last ? end : column_is;
    while (end < COLUMNS)
        wanted[end++] = ' ';
    CHECK_EQ(column, column_is);
    CHECK(!memcmp(row, wanted, sizeof(row)));
}

static int keys[KEYS + 4], next_key;
static char line[EDIT_LINE + 1];
static int bells_at[KEYS + 4];  /* before each key */

int keys_read(void)
{
    check_screen();
    bells_at[next_key] = bells;
    return keys[next_key++];
}
void keys_unread(int key) { keys[--next_key] = key; }

static u32 seed = 1;

static u32 any(u32 n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

static const char *tabbed;      /* what Tab adds, or NULL; text before it */
static int tab_prints;
static char tab_before[EDIT_LINE + 1];

static const char *on_tab(const char *text, int *printed)
{
    strcpy(tab_before, text);
    if (tab_prints)
        put("\nchoices\n", 9);
    *printed = tab_prints;
    return tabbed;
}

static int random_key(void)
{
    static const int some[] = { KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
        KEY_BACKSPACE, KEY_DELETE, KEY_UP, KEY_DOWN, CONTROL('B'),
        CONTROL('F'), CONTROL('P'), CONTROL('N'), CONTROL('L'), KEY_LEFT,
        CONTROL('W'), CONTROL('K'), CONTROL('U'), KEY_LEFT, KEY_RIGHT, '\t',
        CONTROL('R'), CONTROL('G'), KEY_NONE };
    static const int letters[] = { ' ', 'a', 'z', 0xe9, 0x20ac, 0x4e00,
                                   0x301, 0x1f600, 'b', 'c' };

    return any(4) ? letters[any(ARRAY_SIZE(letters))]
                  : some[any(ARRAY_SIZE(some))];
}

static void test_random(void)
{
    for (int i = 0; i < 3000; i++) {
        const int length = 1 + (int)any(KEYS - 1);

        for (int k = 0; k < length; k++)
            keys[k] = random_key();
        for (int k = length; k < length + 4; k++)
            keys[k] = k == length ? KEY_END : '\n';
        tabbed = any(2) ? "added" : NULL;
        tab_prints = (int)any(2);
        next_key = 0;
        new_row();
        edit_line(any(2) ? "> " : "a long prompt: ", line,
                  any(2) ? 90 : EDIT_LINE);
        CHECK_EQ(column, 0);            /* the answer begins a row */
    }
}

/* Type these, up to a 0; what the row before the last showed is left. */
static void type(const int *what, int size)
{
    for (next_key = 0; what[next_key]; next_key++)
        keys[next_key] = what[next_key];
    keys[next_key] = keys[next_key + 1] = '\n';
    next_key = bells = 0;
    new_row();
    edit_line("> ", line, size);
}

/* Tab: each answer of who completes, and whether the bell rings. */
static void test_tab(void)
{
    static const int in_the_middle[] = { 'a', 'b', KEY_LEFT, '\t', 0 };
    static const struct { const char *adds; int prints; const char *line;
                          int bells; } answers[] = {
        { NULL, 0, "ab", 1 }, { NULL, 1, "ab", 0 }, { "xy", 0, "axyb", 0 },
        { "xy", 1, "axyb", 0 },
    };

    for (u32 i = 0; i < ARRAY_SIZE(answers); i++) {
        const int rows_before = rows;

        tabbed = answers[i].adds;
        tab_prints = answers[i].prints;
        type(in_the_middle, EDIT_LINE);
        CHECK(!strcmp(line, answers[i].line) && !strcmp(tab_before, "a"));
        CHECK_EQ(bells, answers[i].bells);
        CHECK_EQ(rows - rows_before, answers[i].prints ? 4 : 2);
    }
    edit_complete_by(NULL);             /* then it is a blank */
    type(in_the_middle, EDIT_LINE);
    CHECK(!strcmp(line, "a b") && !bells);
    edit_complete_by(on_tab);
}

/* A line that is full rings once, and is told with its numbers. */
static void test_full(void)
{
    static const int five[] = { 'a', 'b', 'c', 0x20ac, 'd', 0x20ac, 0 };

    type(five, 4);
    CHECK_EQ(bells, 1);
    CHECK(!strcmp(line, "abcd"));
    CHECK(!strncmp(before, "> abcd ", 7));
    CHECK_EQ(next_key, 8);
}

/* The search: its prompt, the bell, and which keys end it how. */
static void test_search(void)
{
    static const struct { int keys[10]; const char *prompt; int bells;
                          const char *line; } searches[] = {
        { { CONTROL('R'), 0 }, "> ", 0, "" },
        { { CONTROL('R'), 'l', 'p', 0 }, "> alpha", 0, "alpha" },
        { { CONTROL('R'), 'a', CONTROL('R'), 0 }, "> gamma", 0, "gamma" },
        { { CONTROL('R'), 'a', CONTROL('R'), CONTROL('R'), 0 }, "> alpha", 0,
          "alpha" },
        { { CONTROL('R'), 'q', 0 }, "> ", 1, "" },
        { { CONTROL('R'), 'l', 'q', KEY_BACKSPACE, 'p', 0 }, "> alpha", 1,
          "alpha" },
        { { CONTROL('R'), KEY_BACKSPACE, KEY_NONE, 0 }, "> ", 1, "" },
        { { 'm', CONTROL('R'), 'b', CONTROL('G'), 0 }, "> m", 0, "m" },
        { { 'm', CONTROL('R'), 'b', CONTROL('C'), 0 }, "> m", 0, "m" },
        { { 'm', CONTROL('R'), 'b', KEY_HOME, 'x', 0 }, "> xbeta", 0, "xbeta" },
        { { CONTROL('R'), 'b', KEY_UP, 0 }, "> gamma", 0, "gamma" },
    };

    for (u32 i = 0; i < ARRAY_SIZE(searches); i++) {
        const size_t n = strlen(searches[i].prompt);

        type(searches[i].keys, EDIT_LINE);
        CHECK_EQ(bells, searches[i].bells);
        CHECK(!strcmp(line, searches[i].line));
        CHECK(!strncmp(before, searches[i].prompt, n) && before[n] == ' ');
    }
}

/* The words of the search's prompt, as they grow; 60 bytes at most. */
static void test_pattern(void)
{
    keys[0] = CONTROL('R');
    for (int i = 1; i < 70; i++)
        keys[i] = 'w';
    keys[70] = KEY_CLOSED;
    next_key = bells = 0;
    new_row();
    CHECK_EQ(edit_line("> ", line, EDIT_LINE), EDIT_END);
    CHECK_EQ(bells, 60);                /* each looked for in vain */
    CHECK_EQ(next_key, 71);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    clear_from(0);
    history_add("alpha");
    history_add("gamma");
    history_add("beta");
    edit_complete_by(on_tab);
    test_tab();
    test_full();
    test_search();
    test_pattern();
    for (int i = 0; i < 20; i++)
        history_add(i % 2 ? "a\xe4\xb8\x80 long line of the history that "
                    "takes more than a row of the terminal, by far, to show"
                          : "b\xcc\x81 line");
    test_random();
    return check_done();
}
