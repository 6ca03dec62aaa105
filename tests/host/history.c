/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The lines that the shell remembers, against a list of all of them: the last
 * 32, none of them empty or the same as the one before. */
#include <stdio.h>

#include "../../core/api/types.h"
#include "../../lua/shell/history.c"

#include "check.h"

#define MOST 200

static char all[MOST][EDIT_LINE + 1];
static int count;

static void add(const char *line)
{
    history_add(line);
    if (*line && (!count || strcmp(all[count - 1], line)))
        strcpy(all[count++], line);
}

static int is_same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static const char *expected(int back)
{
    return back < 1 || back > count || back > 32 ? NULL : all[count - back];
}

static int expected_find(const char *text, int back)
{
    for (; expected(back); back++)
        if (strstr(expected(back), text))
            return back;
    return 0;
}

static void check_all(void)
{
    static const char *const texts[] = { "1", "line 3", "9 ", "", "x", "7" };

    for (int back = -2; back < 2 * MOST; back++)
        CHECK(is_same(history_get(back), expected(back)));
    for (u32 i = 0; i < ARRAY_SIZE(texts); i++)
        for (int back = 1; back < 40; back++)
            CHECK_EQ(history_find(texts[i], back),
                     expected_find(texts[i], back));
}

int main(void)
{
    static char longest[EDIT_LINE + 1], line[32];

    check_all();
    for (int i = 0; i < 120; i++) {
        snprintf(line, sizeof(line), "line %d %s", i / 2, i % 7 ? "" : "x");
        add(line);
        if (i % 5 == 0)
            add("");
        check_all();
    }
    memset(longest, 'l', EDIT_LINE);
    add(longest);
    add(longest);
    check_all();
    return check_done();
}
