/* SPDX-License-Identifier: MIT */
/* What each key does to the line. */
#include "edit.h"

#include <stdio.h>
#include <string.h>

#include "draft.h"
#include "history.h"
#include "keys.h"
#include "search.h"

static edit_completer completer;
static int recalled;            /* lines back in the history; 0: none */

void edit_complete_by(edit_completer by)
{
    completer = by;
}

static void recall(int back_lines)
{
    const char *old = back_lines ? history_get(back_lines) : "";

    if (!old || back_lines < 0)
        return;
    recalled = back_lines;
    draft_set(old);
    draft_draw();
}

static int word_start(void)
{
    int at = draft.cursor;

    while (at > 0 && draft.text[at - 1] == ' ')
        at--;
    while (at > 0 && draft.text[at - 1] != ' ')
        at--;
    return at;
}

static void complete(void)
{
    static char text[EDIT_LINE + 1];
    const char *more;
    int printed = 0;

    memcpy(text, draft.text, draft.cursor);
    text[draft.cursor] = '\0';
    more = completer ? completer(text, &printed) : " ";
    if (printed)
        draft_draw_whole(draft.prompt);
    if (more)
        draft_put(more, (int)strlen(more));
    else if (!printed)
        draft_bell();
}

/* Keys that move the cursor or change the line; 0: it is none of them. */
static int handle_edit(int key)
{
    switch (key) {
    case KEY_LEFT: case CONTROL('B'):
        draft_move(draft_before(draft.cursor));
        break;
    case KEY_RIGHT: case CONTROL('F'):
        draft_move(draft_after(draft.cursor));
        break;
    case KEY_HOME: case CONTROL('A'):
        draft_move(0);
        break;
    case KEY_END: case CONTROL('E'):
        draft_move(draft.length);
        break;
    case KEY_BACKSPACE: case CONTROL('H'):
        draft_take(draft_before(draft.cursor), draft.cursor);
        break;
    case KEY_DELETE: case CONTROL('D'):
        draft_take(draft.cursor, draft_after(draft.cursor));
        break;
    case CONTROL('K'):
        draft_take(draft.cursor, draft.length);
        break;
    case CONTROL('U'):
        draft_take(0, draft.cursor);
        break;
    case CONTROL('W'):
        draft_take(word_start(), draft.cursor);
        break;
    default:
        return 0;
    }
    return 1;
}

static void handle(int key)
{
    if (handle_edit(key))
        return;
    switch (key) {
    case KEY_UP: case CONTROL('P'):
        recall(recalled + 1);
        break;
    case KEY_DOWN: case CONTROL('N'):
        recall(recalled - 1);
        break;
    case CONTROL('L'):
        draft_draw();
        break;
    case CONTROL('R'):
        recalled = search_run();
        break;
    case '\t':
        complete();
        break;
    default:
        draft_put_key(key);
    }
}

/* Tell the user that part of the line is missing; 0: nothing is. */
static int tell_lost(void)
{
    if (!draft.lost)
        return 0;
    printf("\nThe line is full: %d bytes; %d more were left out. Change it, or "
           "press Enter again.\n", draft.size, draft.lost);
    draft.lost = 0;
    draft_draw_whole(draft.prompt);
    return 1;
}

int edit_line(const char *prompt, char *line, int size)
{
    draft = (struct draft){ .prompt = prompt, .text = line, .size = size };
    recalled = 0;
    fputs(prompt, stdout);
    for (;;) {
        int key = keys_read();

        if (key == '\r' || key == '\n') {
            if (!tell_lost())
                break;
        } else if (key == CONTROL('C')) {
            fputs("^C\n", stdout);
            return EDIT_INTERRUPT;
        } else if (key == KEY_CLOSED ||
                   (key == CONTROL('D') && !draft.length)) {
            putchar('\n');
            return EDIT_END;
        } else {
            handle(key);
        }
    }
    putchar('\n');
    line[draft.length] = '\0';
    return draft.length;
}
