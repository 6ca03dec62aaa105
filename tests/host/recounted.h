/* SPDX-License-Identifier: MIT */
/* A model of whose threads none is lost: counted anew, each memory has the users that
 * it had. */
#pragma once

#include "../../modules/lib/sharing/backing.h"
#include "../../modules/lib/space/parts.h"

static u32 users_of(u32 number)
{
    const struct backing *b = backing_at(number);

    return b->region ? b->users : 0;
}

static void check_recount(void)
{
    static u32 users[BACKINGS + 1];

    for (u32 number = 1; number <= BACKINGS; number++)
        users[number] = users_of(number);
    CHECK(model_mend == backing_recount);
    model_mend();
    for (u32 number = 1; number <= BACKINGS; number++)
        CHECK_EQ(users_of(number), users[number]);
}
