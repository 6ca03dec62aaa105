/* SPDX-License-Identifier: MIT */
/*
 * The line is drawn again after each change, unless the change was at its
 * end. All moves are relative to the cursor, so that what a script has written
 * before the line stays. Of a line wider than the terminal, the part around
 * the cursor is shown.
 *
 * Invariant: the line is UTF-8, and the cursor is at the start of a character.
 */
#include "edit.h"

#include <stdio.h>
#include <string.h>

#include "history.h"
#include "keys.h"
#include "utf8.h"

#define WIDTH 79                /* columns in use */
#define PATTERN 60              /* bytes of what Ctrl-R looks for */

static struct edit {
    const char *prompt;
    char *line;
    int size, length, cursor;
    int column;                 /* of the cursor, after the prompt */
    int first;                  /* byte that is shown */
    int back;                   /* lines back in the history */
    int lost;                   /* bytes that had no room */
} edit;

static edit_completer completer;

void edit_complete_by(edit_completer by)
{
    completer = by;
}

static void back(int columns)
{
    if (columns > 0)
        printf("\x1b[%dD", columns);
}

static void bell(void)
{
    putchar('\a');
}

static int before(int at)
{
    return utf8_before(edit.line, at);
}

static int after(int at)
{
    return utf8_after(edit.line, at, edit.length);
}

static int width(int from, int to)
{
    return utf8_columns(edit.line + from, to - from);
}

static int prompt_width(void)
{
    return utf8_columns(edit.prompt, (int)strlen(edit.prompt));
}

static void draw(void)
{
    int room = WIDTH - prompt_width(), first = edit.cursor, last = first;
    const int old = edit.column;

    edit.column = 0;
    while (first > 0 && edit.column + width(before(first), first) <= room) {
        edit.column += width(before(first), first);
        first = before(first);
    }
    room -= edit.column;
    while (last < edit.length && width(last, after(last)) <= room) {
        room -= width(last, after(last));
        last = after(last);
    }
    back(old);
    printf("%.*s\x1b[K", last - first, edit.line + first);
    back(width(edit.cursor, last));
    edit.first = first;
}

/* With another prompt. */
static void draw_all(const char *prompt)
{
    back(edit.column + prompt_width());
    edit.prompt = prompt;
    edit.column = 0;
    fputs(prompt, stdout);
    draw();
}

/* On a new line of the terminal. */
static void draw_below(void)
{
    edit.column = 0;
    fputs(edit.prompt, stdout);
    draw();
}

/* Take out what is between two places; the cursor is then there. */
static void take(int from, int to)
{
    memmove(edit.line + from, edit.line + to, edit.length - to);
    edit.length -= to - from;
    edit.cursor = from;
    draw();
}

static void put(const char *text, int length)
{
    const int columns = edit.column + utf8_columns(text, length);
    const int plain = edit.cursor == edit.length && !edit.first &&
                      prompt_width() + columns < WIDTH;

    if (length > edit.size - edit.length) {
        if (!edit.lost)
            bell();
        edit.lost += length;
        return;
    }
    memmove(edit.line + edit.cursor + length, edit.line + edit.cursor,
            edit.length - edit.cursor);
    memcpy(edit.line + edit.cursor, text, length);
    edit.cursor += length;
    edit.length += length;
    if (plain) {
        fwrite(text, 1, length, stdout);
        edit.column = columns;
    } else {
        draw();
    }
}

static void put_key(int key)
{
    char text[UTF8_MAX];

    if (key >= ' ' && key != KEY_BACKSPACE && key < KEY_UP)
        put(text, utf8_encode(text, key));
}

static void move(int cursor)
{
    edit.cursor = cursor;
    draw();
}

static void set_line(const char *text)
{
    edit.length = (int)strlen(text);
    if (edit.length > edit.size)
        edit.length = edit.size;
    memcpy(edit.line, text, edit.length);
    edit.cursor = edit.length;
}

static void recall(int back_lines)
{
    const char *old = back_lines ? history_get(back_lines) : "";

    if (!old || back_lines < 0)
        return;
    edit.back = back_lines;
    set_line(old);
    draw();
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

static void complete(void)
{
    static char text[EDIT_LINE + 1];
    const char *more;
    int printed = 0;

    memcpy(text, edit.line, edit.cursor);
    text[edit.cursor] = '\0';
    more = completer ? completer(text, &printed) : " ";
    if (printed)
        draw_below();
    if (more)
        put(more, (int)strlen(more));
    else if (!printed)
        bell();
}

/* One step of the search: 0 when the key ends it. */
static int search_step(int key, char *pattern, int *found)
{
    int length = (int)strlen(pattern), next = *found ? *found : 1;

    if (key == CONTROL('R'))
        next = *found + 1;
    else if (key == KEY_BACKSPACE || key == CONTROL('H'))
        pattern[utf8_before(pattern, length)] = '\0';
    else if (key >= ' ' && key < KEY_UP && length < PATTERN)
        pattern[length + utf8_encode(pattern + length, key)] = '\0';
    else
        return key == KEY_NONE;
    next = *pattern ? history_find(pattern, next) : 0;
    if (next) {
        *found = next;
        set_line(history_get(next));
    } else {
        bell();
    }
    return 1;
}

/* Ctrl-R: what is typed is looked for in older lines; Ctrl-G gives up, and
 * any other key goes on with the line that was found. */
static void search(void)
{
    static char pattern[PATTERN + UTF8_MAX + 1], prompt[PATTERN + 32];
    static char mine[EDIT_LINE + 1];
    const char *usual = edit.prompt;
    int found = 0, key;

    memcpy(mine, edit.line, edit.length);
    mine[edit.length] = '\0';
    *pattern = '\0';
    do {
        back(edit.column + prompt_width());
        snprintf(prompt, sizeof(prompt), "(search) %s: ", pattern);
        edit.prompt = prompt;
        draw_below();
        key = keys_read();
    } while (search_step(key, pattern, &found));
    if (key == CONTROL('G') || key == CONTROL('C'))
        set_line(mine);
    else
        keys_unread(key);
    edit.back = found;
    draw_all(usual);
}

static void handle(int key)
{
    switch (key) {
    case KEY_LEFT: case CONTROL('B'):
        move(before(edit.cursor));
        break;
    case KEY_RIGHT: case CONTROL('F'):
        move(after(edit.cursor));
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
        take(before(edit.cursor), edit.cursor);
        break;
    case KEY_DELETE: case CONTROL('D'):
        take(edit.cursor, after(edit.cursor));
        break;
    case CONTROL('K'):
        take(edit.cursor, edit.length);
        break;
    case CONTROL('U'):
        take(0, edit.cursor);
        break;
    case CONTROL('W'):
        take(word_start(), edit.cursor);
        break;
    case CONTROL('L'):
        draw();
        break;
    case CONTROL('R'):
        search();
        break;
    case '\t':
        complete();
        break;
    default:
        put_key(key);
    }
}

/* The user has not seen that part of the line is missing. */
static int is_short(void)
{
    if (!edit.lost)
        return 0;
    printf("\nThe line is full: %d bytes; %d more were left out. Change it, or "
           "press Enter again.\n", edit.size, edit.lost);
    edit.lost = 0;
    draw_below();
    return 1;
}

int edit_line(const char *prompt, char *line, int size)
{
    edit = (struct edit){ .prompt = prompt, .line = line, .size = size };
    fputs(prompt, stdout);
    for (;;) {
        int key = keys_read();

        if (key == '\r' || key == '\n') {
            if (!is_short())
                break;
        } else if (key == CONTROL('C')) {
            fputs("^C\n", stdout);
            return EDIT_INTERRUPT;
        } else if (key == KEY_CLOSED ||
                   (key == CONTROL('D') && !edit.length)) {
            putchar('\n');
            return EDIT_END;
        } else {
            handle(key);
        }
    }
    putchar('\n');
    line[edit.length] = '\0';
    return edit.length;
}
