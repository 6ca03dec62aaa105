/* SPDX-License-Identifier: MIT */
/*
 * The line is drawn again after each change, unless the change was at its
 * end. All moves are relative to the cursor, so that what a script has written
 * before the line stays. Of a line wider than the terminal, the part around
 * the cursor is shown.
 */
#include "edit.h"

#include <stdio.h>
#include <string.h>

#include "libc/shim.h"

#define WIDTH 79                /* columns in use */
#define HISTORY 32              /* lines kept */
#define CONTROL(letter) ((letter) & 0x1f)

enum key {
    KEY_BACKSPACE = 0x7f,
    KEY_UP = 0x100, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END,
    KEY_DELETE, KEY_NONE, KEY_CLOSED,
};

static struct edit {
    const char *prompt;
    char *line;
    int size, length, cursor;
    int column;                 /* of the cursor, after the prompt */
    int back;                   /* lines back in the history */
} edit;

static char history[HISTORY][EDIT_LINE + 1];
static int remembered;          /* lines since boot */

static void back(int columns)
{
    if (columns > 0)
        printf("\x1b[%dD", columns);
}

static void draw(void)
{
    int room = WIDTH - (int)strlen(edit.prompt);
    int first = edit.cursor > room ? edit.cursor - room : 0;
    int shown = edit.length - first > room ? room : edit.length - first;

    back(edit.column);
    printf("%.*s\x1b[K", shown, edit.line + first);
    edit.column = edit.cursor - first;
    back(shown - edit.column);
}

/* The rest of ESC [ or ESC O, as a key. */
static int escape_key(void)
{
    int key = terminal_key(), number;

    if (key != '[' && key != 'O')
        return KEY_NONE;
    key = terminal_key();
    switch (key) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'C': return KEY_RIGHT;
    case 'D': return KEY_LEFT;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    }
    for (number = 0; key >= '0' && key <= '9'; key = terminal_key())
        number = number * 10 + key - '0';
    if (key != '~')
        return KEY_NONE;
    switch (number) {
    case 1: case 7: return KEY_HOME;
    case 3: return KEY_DELETE;
    case 4: case 8: return KEY_END;
    }
    return KEY_NONE;
}

static int read_key(void)
{
    int key = terminal_key();

    if (key < 0)
        return KEY_CLOSED;
    return key == 0x1b ? escape_key() : key;
}

/* Take `count` characters out at `at`. */
static void take(int at, int count)
{
    memmove(edit.line + at, edit.line + at + count,
            edit.length - at - count);
    edit.length -= count;
    edit.cursor = at;
    if (count == 1 && at == edit.length && at == edit.column - 1) {
        fputs("\b \b", stdout);
        edit.column--;
    } else {
        draw();
    }
}

static void put(int key)
{
    if (edit.length == edit.size)
        return;
    memmove(edit.line + edit.cursor + 1, edit.line + edit.cursor,
            edit.length - edit.cursor);
    edit.line[edit.cursor++] = key;
    edit.length++;
    if (edit.cursor == edit.length && edit.column + 1 == edit.cursor &&
        edit.length + (int)strlen(edit.prompt) < WIDTH) {
        putchar(key);
        edit.column++;
    } else {
        draw();
    }
}

static void move(int cursor)
{
    if (cursor < 0 || cursor > edit.length)
        return;
    edit.cursor = cursor;
    draw();
}

static void recall(int back)
{
    int kept = remembered < HISTORY ? remembered : HISTORY;

    if (back < 0 || back > kept)
        return;
    edit.back = back;
    edit.length = 0;
    if (back) {
        const char *old = history[(remembered - back) % HISTORY];

        edit.length = strlen(old);
        memcpy(edit.line, old, edit.length);
    }
    move(edit.length);
}

static int word_start(void)
{
    int at = edit.cursor;

    while (at > 0 && edit.line[at - 1] == ' ')
        at--;
    while (at > 0 && edit.line[at - 1] != ' ')
        at--;
    return at;
}

static void handle(int key)
{
    switch (key) {
    case KEY_LEFT: case CONTROL('B'):
        move(edit.cursor - 1);
        break;
    case KEY_RIGHT: case CONTROL('F'):
        move(edit.cursor + 1);
        break;
    case KEY_HOME: case CONTROL('A'):
        move(0);
        break;
    case KEY_END: case CONTROL('E'):
        move(edit.length);
        break;
    case KEY_UP: case CONTROL('P'):
        recall(edit.back + 1);
        break;
    case KEY_DOWN: case CONTROL('N'):
        recall(edit.back - 1);
        break;
    case KEY_BACKSPACE: case CONTROL('H'):
        if (edit.cursor)
            take(edit.cursor - 1, 1);
        break;
    case KEY_DELETE: case CONTROL('D'):
        if (edit.cursor < edit.length)
            take(edit.cursor, 1);
        break;
    case CONTROL('K'):
        take(edit.cursor, edit.length - edit.cursor);
        break;
    case CONTROL('U'):
        take(0, edit.cursor);
        break;
    case CONTROL('W'):
        take(word_start(), edit.cursor - word_start());
        break;
    case CONTROL('L'):
        draw();
        break;
    case '\t':
        put(' ');
        break;
    default:
        if (key >= ' ' && key < 0x100)
            put(key);
    }
}

int edit_line(const char *prompt, char *line, int size)
{
    edit = (struct edit){ .prompt = prompt, .line = line, .size = size };
    fputs(prompt, stdout);
    for (;;) {
        int key = read_key();

        if (key == '\r' || key == '\n')
            break;
        if (key == CONTROL('C')) {
            fputs("^C\n", stdout);
            return EDIT_INTERRUPT;
        }
        if (key == KEY_CLOSED || (key == CONTROL('D') && !edit.length)) {
            putchar('\n');
            return EDIT_END;
        }
        handle(key);
    }
    putchar('\n');
    line[edit.length] = '\0';
    return edit.length;
}

void edit_remember(const char *line)
{
    const char *last = history[(remembered + HISTORY - 1) % HISTORY];

    if (!*line || (remembered && !strcmp(line, last)))
        return;
    strcpy(history[remembered++ % HISTORY], line);
}
