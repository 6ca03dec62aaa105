/* SPDX-License-Identifier: MIT */
#include "sets.h"

/* The tree's bits: 1 points to the right, where the next one goes. */
#define ROOT 1u                 /* to ways 2 and 3 */
#define LEFT 2u                 /* to way 1 */
#define RIGHT 4u                /* to way 3 */

void sets_create(struct sets *s, u32 entries, u32 ways, int tree)
{
    s->sets = entries && ways ? entries / ways : 0;
    s->ways = ways;
    s->tree = tree && ways == 4;
    sets_flush(s);
}

void sets_flush(struct sets *s)
{
    for (u32 i = 0; i < s->sets * s->ways; i++) {
        s->key[i] = SETS_NONE;
        s->age[i] = s->tree ? 0 : (u8)(i % s->ways);
    }
}

void sets_drop(struct sets *s, u32 key)
{
    const u32 place = sets_find(s, key);

    if (place != SETS_NONE)
        s->key[place] = SETS_NONE;
}

/* The bits on the way to it point elsewhere. */
static void use_tree(u8 *bits, u32 way)
{
    if (way < 2)
        *bits = (u8)((*bits & RIGHT) | ROOT | (way ? 0 : LEFT));
    else
        *bits = (u8)((*bits & LEFT) | (way == 2 ? RIGHT : 0));
}

static u32 oldest_of_tree(u8 bits)
{
    return bits & ROOT ? 2 + !!(bits & RIGHT) : !!(bits & LEFT);
}

void sets_use(struct sets *s, u32 place)
{
    const u32 first = place - place % s->ways;
    const u8 age = s->age[place];

    if (s->tree) {
        use_tree(&s->age[first], place - first);
        return;
    }
    if (!age)
        return;
    for (u32 i = first; i < first + s->ways; i++)
        if (s->age[i] < age)
            s->age[i]++;
    s->age[place] = 0;
}

static u32 oldest(const struct sets *s, u32 first)
{
    u32 place = first;

    for (u32 i = first; i < first + s->ways; i++)
        if (s->key[i] == SETS_NONE)
            return i;
    if (s->tree)
        return first + oldest_of_tree(s->age[first]);
    while (s->age[place] != s->ways - 1)
        place++;
    return place;
}

u32 sets_fill(struct sets *s, u32 key)
{
    const u32 place = oldest(s, (key & (s->sets - 1)) * s->ways);

    s->key[place] = key;
    sets_use(s, place);
    return place;
}
