/* SPDX-License-Identifier: MIT */
/*
 * All moves are relative to the cursor, so that what a script has written
 * before the line stays. Of a line wider than the terminal, the part around
 * the cursor is shown.
 */
#include "draft.h"

#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "utf8.h"

#define WIDTH 79                /* columns in use */

struct draft draft;

static void back(int columns)
{
    if (columns > 0)
        printf("\x1b[%dD", columns);
}

void draft_bell(void)
{
    putchar('\a');
}

int draft_before(int at)
{
    return utf8_before(draft.text, at);
}

int draft_after(int at)
{
    return utf8_after(draft.text, at, draft.length);
}

static int width(int from, int to)
{
    return utf8_columns(draft.text + from, to - from);
}

static int prompt_width(void)
{
    return utf8_columns(draft.prompt, (int)strlen(draft.prompt));
}

void draft_draw(void)
{
    int room = WIDTH - prompt_width(), first = draft.cursor, last = first;
    const int old = draft.column;

    draft.column = 0;
    while (first > 0) {
        const int before = draft_before(first);

        if (draft.column + width(before, first) > room)
            break;
        draft.column += width(before, first);
        first = before;
    }
    room -= draft.column;
    while (last < draft.length && width(last, draft_after(last)) <= room) {
        room -= width(last, draft_after(last));
        last = draft_after(last);
    }
    back(old);
    printf("%.*s\x1b[K", last - first, draft.text + first);
    back(width(draft.cursor, last));
    draft.first = first;
}

void draft_return(void)
{
    back(draft.column + prompt_width());
}

void draft_draw_whole(const char *prompt)
{
    draft.prompt = prompt;
    draft.column = 0;
    fputs(prompt, stdout);
    draft_draw();
}

void draft_take(int from, int to)
{
    memmove(draft.text + from, draft.text + to, draft.length - to);
    draft.length -= to - from;
    draft.cursor = from;
    draft_draw();
}

void draft_put(const char *text, int length)
{
    const int columns = draft.column + utf8_columns(text, length);
    const int plain = draft.cursor == draft.length && !draft.first &&
                      prompt_width() + columns < WIDTH;

    if (length > draft.size - draft.length) {
        if (!draft.lost)
            draft_bell();
        draft.lost += length;
        return;
    }
    memmove(draft.text + draft.cursor + length, draft.text + draft.cursor,
            draft.length - draft.cursor);
    memcpy(draft.text + draft.cursor, text, length);
    draft.cursor += length;
    draft.length += length;
    if (plain) {
        fwrite(text, 1, length, stdout);
        draft.column = columns;
    } else {
        draft_draw();
    }
}

void draft_put_key(int key)
{
    char text[UTF8_MAX];

    if (key >= ' ' && key != KEY_BACKSPACE && key < KEY_UP)
        draft_put(text, utf8_encode(text, key));
}

void draft_move(int cursor)
{
    draft.cursor = cursor;
    draft_draw();
}

void draft_set(const char *text)
{
    draft.length = (int)strlen(text);
    if (draft.length > draft.size)
        draft.length = draft.size;
    memcpy(draft.text, text, draft.length);
    draft.cursor = draft.length;
}
