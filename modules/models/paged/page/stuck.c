/* SPDX-License-Identifier: MIT */
#include "stuck.h"

#include "../../../../core/lib/string.h"

/* A loop faults at one instruction, too, and so does REP, but their registers
 * change. */
static int has_moved(const struct stuck *stuck, const struct instruction *now)
{
    return now->eip != stuck->at.eip ||
           (stuck->times > STUCK && memcmp(&stuck->at, now, sizeof(*now)));
}

int stuck_note(struct stuck *stuck, const struct instruction *now,
               u32 evictions)
{
    const int is_free = !stuck->at.thread ||
                        evictions - stuck->evictions > STUCK_PATIENCE;

    if (now->thread != stuck->at.thread) {
        if (is_free)
            *stuck = (struct stuck){ .at = *now, .evictions = evictions };
        return 0;
    }
    stuck->evictions = evictions;
    if (has_moved(stuck, now)) {
        stuck->at.thread = NULL;        /* it is another's turn */
        return 0;
    }
    if (++stuck->times == STUCK)
        stuck->at = *now;
    return stuck->times == 2 * STUCK;
}
