/* SPDX-License-Identifier: MIT */
/* The word of a model that does not say it itself: byte by byte, where rights may
 * change, what is there is written back. What another thread of the client writes
 * there meanwhile is lost. */
#include "ring3.h"

#include "../space/parts.h"

int client_may_write(int space, u32 address, u32 size)
{
    u32 next;
    u8 byte;

    for (u32 i = 0; i < size; i = next) {
        const u32 page = PAGE_SIZE - ((address + i) & (PAGE_SIZE - 1));
        const u32 rest = size - i;
        next = i + (page < rest ? page : rest > 1 ? rest - 1 : 1);
        if (model_memory.read(space, address + i, &byte, 1) < 0 ||
            model_memory.write(space, address + i, &byte, 1) < 0)
            return E_ADDRESS;
    }
    return 0;
}
