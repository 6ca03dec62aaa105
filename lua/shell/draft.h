/* SPDX-License-Identifier: MIT */
/*
 * The line that is being edited, and how it is drawn: again after each change,
 * unless the change was at its end.
 *
 * Invariant: the text is UTF-8, and the cursor is at the start of a character.
 */
#pragma once

extern struct draft {
    const char *prompt;
    char *text;
    int size, length, cursor;   /* bytes */
    int column;                 /* of the cursor, after the prompt */
    int first;                  /* byte that is shown */
    int lost;                   /* bytes that had no room */
} draft;

/* Where the character begins that ends there, or ends that begins there. */
int draft_before(int at);
int draft_after(int at);

void draft_draw(void);
/* The prompt and all of the line, from here on. */
void draft_draw_whole(const char *prompt);
/* Back to where the prompt begins. */
void draft_return(void);
void draft_bell(void);

/* Insert at the cursor; what has no room is counted. */
void draft_put(const char *text, int length);
/* The character of that key, if it is one. */
void draft_put_key(int key);

/* Take out what is between two places; the cursor is there afterwards. */
void draft_take(int from, int to);
void draft_move(int cursor);

/* Another text, as long as there is room, with the cursor behind it; it is
 * not drawn yet. */
void draft_set(const char *text);
