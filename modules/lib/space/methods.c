/* SPDX-License-Identifier: MIT */
#include "methods.h"

#include "parts.h"
#include "spaces.h"

int model_no_protect(int space, u32 address, u32 size, u32 access)
{
    (void)space, (void)address, (void)size, (void)access;
    return E_NOT_APPLICABLE;
}

int model_no_copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;
}

int model_no_release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;
}

int model_no_export(int space, struct description *description, u32 room)
{
    (void)space, (void)description, (void)room;
    return E_NOT_APPLICABLE;
}

int model_no_import(int space, const struct description *description)
{
    (void)space, (void)description;
    return E_NOT_APPLICABLE;
}

int model_no_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    (void)space, (void)kind, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}

int model_no_fill(int space, u32 kind, u32 address, const void *data, u32 size)
{
    (void)space, (void)kind, (void)address, (void)data, (void)size;
    return E_NOT_APPLICABLE;
}

int model_usage(int space, struct memory_usage *usage,
                void (*add)(struct memory_usage *usage,
                            const struct space_head *space))
{
    spaces_drop_orphans();
    const struct space_head *one = spaces_find(space);

    if (space && !one)
        return E_HANDLE;
    *usage = (struct memory_usage){ 0 };
    for (u32 i = 0; i < SPACES_MAX; i++) {
        const struct space_head *head = spaces_slot(i);
        if (head && (!space || head == one))
            add(usage, head);
    }
    return 0;
}
