/* SPDX-License-Identifier: MIT */
#include "threads.h"
#include "../call/module_at.h"

int thread_is_ours(u32 eip)
{
    static struct module_image image;

    if (!image.size)
        image = module_image_at(thread_is_ours);
    return eip - image.base < image.size;
}

int thread_is_inside(u32 ebp, u32 stack_end)
{
    if (ebp > stack_end - 8)            /* of the thread that is left */
        return 1;
    while (ebp % 4 == 0 && ebp <= stack_end - 8) {
        const u32 *link = (const u32 *)ebp;
        if (thread_is_ours(link[1]) && link[1] != (u32)context_returned)
            return 1;
        if (link[0] <= ebp)
            break;
        ebp = link[0];
    }
    return 0;
}
