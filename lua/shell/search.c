/* SPDX-License-Identifier: MIT */
#include "search.h"

#include <stdio.h>
#include <string.h>

#include "draft.h"
#include "edit.h"
#include "history.h"
#include "keys.h"
#include "utf8.h"

#define PATTERN 60              /* bytes of what is looked for */

/* One step of the search: 0 when the key ends it. */
static int step(int key, char *pattern, int *found)
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
        draft_set(history_get(next));
    } else {
        draft_bell();
    }
    return 1;
}

int search_run(void)
{
    static char pattern[PATTERN + UTF8_MAX + 1], prompt[PATTERN + 32];
    static char mine[EDIT_LINE + 1];
    const char *usual = draft.prompt;
    int found = 0, key;

    memcpy(mine, draft.text, draft.length);
    mine[draft.length] = '\0';
    *pattern = '\0';
    do {
        draft_return();
        snprintf(prompt, sizeof(prompt), "(search) %s: ", pattern);
        draft_draw_whole(prompt);
        key = keys_read();
    } while (step(key, pattern, &found));
    if (key == CONTROL('G') || key == CONTROL('C'))
        draft_set(mine);
    else
        keys_unread(key);
    draft_return();
    draft_draw_whole(usual);
    return found;
}
