/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#include "args.h"
#include "lauxlib.h"

#define LENGTH 64               /* bytes that are compared */

static int least(int a, int b, int c)
{
    const int d = a < b ? a : b;

    return d < c ? d : c;
}

/* Levenshtein's, a row at a time: row[j] is the distance of what was seen of
 * `a` to the first j bytes of `b`. */
static int distance(const char *a, const char *b)
{
    const int columns = (int)strnlen(b, LENGTH);
    int row[LENGTH + 1];

    for (int j = 0; j <= columns; j++)
        row[j] = j;
    for (int i = 0; i < LENGTH && a[i]; i++) {
        int diagonal = row[0];

        row[0] = i + 1;
        for (int j = 1; j <= columns; j++) {
            const int changed = diagonal + (a[i] != b[j - 1]);

            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, changed);
        }
    }
    return row[columns];
}

int nearest(const char *word, const char *const *names)
{
    int found = 0, least_so_far = distance(word, names[0]);

    for (int i = 1; names[i]; i++) {
        const int d = distance(word, names[i]);

        if (d < least_so_far) {
            least_so_far = d;
            found = i;
        }
    }
    return found;
}

/* nearest(word, list): the name; nil of an empty list. */
static int nearest_of(lua_State *L)
{
    const char *const word = arg_text(L, 1, "deimos.nearest word", ARG_LONG);
    int best = 0, found = 0;

    if (!lua_istable(L, 2))
        arg_fail(L, "deimos.nearest list", "table expected, got %s",
                 luaL_typename(L, 2));
    for (int i = 1; lua_geti(L, 2, i) != LUA_TNIL; i++) {
        const int d = distance(word,
            arg_text(L, -1, "deimos.nearest list", ARG_LONG));

        if (!found || d < best) {
            best = d;
            found = i;
        }
        lua_pop(L, 1);
    }
    lua_geti(L, 2, found);
    return 1;
}

void nearest_open(lua_State *L)
{
    lua_pushcfunction(L, nearest_of);
    lua_setfield(L, -2, "nearest");
}
