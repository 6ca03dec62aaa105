/* SPDX-License-Identifier: MIT */
#include "backing.h"

static u32 uses(u32 number)
{
    u32 count = backing_at(number)->name != 0;

    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i))
            count += model_uses(spaces_slot(i), number);
    return count;
}

/* What nobody has was held by that thread alone. */
void backing_recount(void)
{
    backing_check_names();
    for (u32 number = 1; number <= BACKINGS; number++) {
        struct backing *b = backing_at(number);
        if (!b->region)
            continue;
        b->users = uses(number) + 1;
        backing_release(number);
    }
}
