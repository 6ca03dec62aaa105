/* SPDX-License-Identifier: MIT */
#include "history.h"

#include <string.h>

#include "edit.h"

#define LINES 32                /* that are kept */

static char lines[LINES][EDIT_LINE + 1];
static int remembered;          /* since boot */

void history_add(const char *line)
{
    const char *last = history_get(1);

    if (!*line || (last && !strcmp(line, last)))
        return;
    strcpy(lines[remembered++ % LINES], line);
}

const char *history_get(int back)
{
    if (back < 1 || back > remembered || back > LINES)
        return NULL;
    return lines[(remembered - back) % LINES];
}

int history_find(const char *text, int back)
{
    const char *line;

    for (; (line = history_get(back)); back++) {
        if (strstr(line, text))
            return back;
    }
    return 0;
}
