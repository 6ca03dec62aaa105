/* SPDX-License-Identifier: MIT */
/* Checked access to memory that a caller names. */
#include "user.h"

#include "api/error.h"
#include "memory.h"
#include "../nmm/mapped.h"

void *user_pointer(saddr_t address, u32 size)
{
    const u32 ups_size = memory.manager - memory.ups;

    if (size > ups_size || address > ups_size - size)
        return NULL;
    const laddr_t first = memory.ups + address;
    const laddr_t last = first + (size ? size - 1 : 0);
    for (laddr_t page = first & ~(PAGE_SIZE - 1); page <= last;
         page += PAGE_SIZE)
        if (!nmm_is_mapped(page))
            return NULL;
    return (void *)first;
}

int user_string(saddr_t address, char *to, u32 size)
{
    const char *from = NULL;

    for (u32 i = 0; i < size; i++) {
        if (!from || (address + i) % PAGE_SIZE == 0) {
            from = user_pointer(address + i, 1);
            if (!from)
                return E_ADDRESS;
            from -= i;
        }
        to[i] = from[i];
        if (!to[i])
            return (int)i;
    }
    return E_RANGE;
}
