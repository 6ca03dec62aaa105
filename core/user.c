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

/* Copy up to and with a NUL, at most n bytes; how many. */
static u32 copy_text(char *to, const char *from, u32 n)
{
    u32 i = 0;

    while (i < n && (to[i] = from[i]))
        i++;
    return i;
}

int user_string(saddr_t address, char *to, u32 size)
{
    u32 length = 0;

    while (length < size) {
        const saddr_t at = address + length;
        const char *from = user_pointer(at, 1);
        u32 n = PAGE_SIZE - at % PAGE_SIZE;     /* to the end of its page */

        if (!from)
            return E_ADDRESS;
        if (n > size - length)
            n = size - length;
        const u32 copied = copy_text(to + length, from, n);
        length += copied;
        if (copied < n)
            return (int)length;
    }
    return E_RANGE;
}
