/* SPDX-License-Identifier: MIT */
#include "branch.h"

#define STRONGLY 3
#define TAKEN 2

void branch_create(struct branch *b, const struct table *table)
{
    sets_create(&b->targets, table->clocks[FIGURE_btb_entries],
                table->clocks[FIGURE_btb_ways],
                (int)table->clocks[FIGURE_pseudo_lru]);
}

static void learn(struct branch *b, u32 place, int is_taken, laddr_t to)
{
    u8 *state = &b->state[place];

    if (is_taken) {
        *state = *state ? *state + (*state < STRONGLY) : STRONGLY;
        b->target[place] = to;
    } else {
        *state -= *state > 0;
    }
}

int branch_went(struct branch *b, laddr_t from, int is_taken, laddr_t to)
{
    u32 place = sets_find(&b->targets, from);

    if (!b->targets.sets)
        return 1;               /* the clocks of its instruction say it */
    if (place == SETS_NONE) {
        if (!is_taken)
            return 1;
        place = sets_fill(&b->targets, from);
        b->state[place] = 0;
        learn(b, place, 1, to);
        return 0;
    }
    const int predicted = b->state[place] >= TAKEN;
    const int is_right = predicted == is_taken &&
                         (!is_taken || b->target[place] == to);
    sets_use(&b->targets, place);
    learn(b, place, is_taken, to);
    return is_right;
}
