/* SPDX-License-Identifier: MIT */
/* The spaces of a model, by their handles: slot + 1, and its uses above. */
#include "spaces.h"

#include "../../../core/api/error.h"
#include "../../../core/api/handle.h"

#define BITS 8                          /* of a handle: slot + 1 */

_Static_assert(SPACES_MAX < 1 << BITS, "handles");

static struct space_head *slots[SPACES_MAX];
static u32 uses[SPACES_MAX];

int spaces_add(struct space_head *space)
{
    for (u32 i = 0; i < SPACES_MAX; i++) {
        if (slots[i])
            continue;
        slots[i] = space;
        space->handle = (int)handle_make(BITS, i + 1, uses[i]);
        spaces_take_owner(space);
        return space->handle;
    }
    return E_FULL;
}

u32 spaces_index(const struct space_head *space)
{
    return handle_number(BITS, (u32)space->handle) - 1;
}

void spaces_remove(struct space_head *space)
{
    const u32 i = spaces_index(space);

    slots[i] = NULL;
    uses[i] = handle_next(BITS, uses[i]);
    space->handle = 0;
}

struct space_head *spaces_find(int handle)
{
    const u32 i = handle_number(BITS, (u32)handle) - 1;

    return i < SPACES_MAX && slots[i] && slots[i]->handle == handle ?
           slots[i] : NULL;
}

struct space_head *spaces_slot(u32 i)
{
    return slots[i];
}

u32 spaces_count(void)
{
    u32 count = 0;

    for (u32 i = 0; i < SPACES_MAX; i++)
        count += slots[i] != NULL;
    return count;
}
