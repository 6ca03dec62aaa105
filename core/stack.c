/* SPDX-License-Identifier: MIT */
/* Walking the ring-1 stack. */
#include "stack.h"

#include "user.h"

saddr_t stack_next(saddr_t *ebp)
{
    const u32 *link = *ebp % 4 ? NULL : user_pointer(*ebp, 8);

    if (!*ebp || !link)
        return 0;
    *ebp = link[0] > *ebp ? link[0] : 0;    /* older frames lie higher */
    return link[1];
}

u32 stack_is_active(saddr_t base, u32 size, saddr_t ebp)
{
    saddr_t eip;

    while ((eip = stack_next(&ebp)) != 0)
        if (eip - base < size)
            return 1;
    return 0;
}
