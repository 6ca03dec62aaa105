/* SPDX-License-Identifier: MIT */
#include "known.h"

#include "../../../core/api/error.h"
#include "../../api/memory.h"

static int is_in(const u32 *set, u32 slot)
{
    return set[slot / 32] >> slot % 32 & 1;
}

static void put(u32 *set, u32 slot)
{
    set[slot / 32] |= 1u << slot % 32;
}

int known_check(const struct known *known, const struct space_head *space,
                u32 access)
{
    const u32 slot = spaces_index(space);

    if (!is_in(known->spaces, slot))
        return space->names < SPACE_NAMES ? 0 : E_QUOTA;
    return access & ACCESS_WRITE && !is_in(known->writers, slot) ? E_RIGHTS :
                                                                   0;
}

void known_attach(struct known *known, struct space_head *space, u32 access)
{
    space->names += !is_in(known->spaces, spaces_index(space));
    known_share(known, space, access);
}

void known_share(struct known *known, const struct space_head *space, u32 access)
{
    const u32 slot = spaces_index(space);

    if (is_in(known->spaces, slot))
        return;
    put(known->spaces, slot);
    if (access & ACCESS_WRITE)
        put(known->writers, slot);
}

void known_copy(struct known *known, const struct space_head *from,
                const struct space_head *to)
{
    const u32 slot = spaces_index(from);

    if (is_in(known->spaces, slot))
        known_share(known, to, is_in(known->writers, slot) ? ACCESS_WRITE :
                                                             ACCESS_READ);
}

int known_has(const struct known *known, const struct space_head *space)
{
    return is_in(known->spaces, spaces_index(space));
}

void known_forget(struct known *known, const struct space_head *space)
{
    const u32 slot = spaces_index(space), bit = ~(1u << slot % 32);

    known->spaces[slot / 32] &= bit;
    known->writers[slot / 32] &= bit;
}

int known_by_any(const struct known *known)
{
    u32 any = 0;

    for (u32 i = 0; i < ARRAY_SIZE(known->spaces); i++)
        any |= known->spaces[i];
    return any != 0;
}
