/* SPDX-License-Identifier: MIT */
#include "pipe.h"

#define ESP_BIT 0x10u
#define CHANGES_MEMORY 3        /* clocks of one that reads, changes and writes */

void pipe_close(struct pipe *p)
{
    p->is_open = 0;
}

/* Two pushes go together, and two pops: the second one's ESP is known in time. */
static u8 written(const struct pipe *p, const struct issue *v)
{
    return p->stack && p->stack != v->stack ? p->writes | ESP_BIT : p->writes;
}

/* Code that came just now has no marks yet where the second instruction begins. */
static int can_join(const struct pipe *p, const struct issue *v, int is_late)
{
    if (!p->is_open || v->prefixes || (is_late && p->is_long))
        return 0;
    if (v->pairing != PAIR_EITHER && v->pairing != PAIR_SECOND)
        return 0;
    return !((v->reads | v->address | v->writes) & written(p, v));
}

/*
 * The longer one's clocks; behind one that changes memory all but the first:
 *
 *     V \ U       moves   reads   changes
 *     moves         1       2        3
 *     reads         2       2        4
 *     changes       3       3        5
 */
static u32 beyond(u32 u, u32 v)
{
    if (u == CHANGES_MEMORY)
        return v ? v - 1 : 0;
    return v > u ? v - u : 0;
}

static void join(struct pipe *p, struct account *a, const struct issue *v)
{
    const u32 more = beyond(p->clocks, v->clocks);

    account_wait(a, PART_BASE, v->figure, more);
    p->clocks += more;
    p->writes |= v->writes;
    p->is_open = 0;
    p->pairs++;
}

static void go_first(struct pipe *p, struct account *a, const struct issue *u)
{
    account_wait(a, PART_BASE, u->figure, u->clocks);
    p->clocks = u->clocks;
    p->stack = u->stack;
    p->is_long = u->is_long;
    p->writes = u->writes;
    p->is_open = a->table->clocks[FIGURE_pairing] &&
                 (u->pairing == PAIR_EITHER || u->pairing == PAIR_FIRST);
}

void pipe_issue(struct pipe *p, struct account *a, const struct issue *i,
                int is_late)
{
    p->in_v = can_join(p, i, is_late);
    if (!p->in_v)
        p->before = p->writes;
    if (i->address & p->before)
        account_add(a, PART_INTERLOCK, FIGURE_agi);
    if (p->in_v)
        join(p, a, i);
    else
        go_first(p, a, i);
}
