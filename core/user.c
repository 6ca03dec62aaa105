/* SPDX-License-Identifier: MIT */
/* Checked access to memory that a caller names. */
#include "user.h"

#include "api/error.h"
#include "memory.h"
#include "../nmm/mapped.h"

static int are_mapped(laddr_t first, laddr_t last)
{
    for (laddr_t page = first & ~(PAGE_SIZE - 1); page <= last;
         page += PAGE_SIZE)
        if (!nmm_is_mapped(page))
            return 0;
    return 1;
}

void *user_pointer(saddr_t address, u32 size)
{
    const u32 ups_size = memory.manager - memory.ups;

    if (size > ups_size || address > ups_size - size)
        return NULL;
    const laddr_t first = memory.ups + address;
    const laddr_t last = first + (size ? size - 1 : 0);
    /* Nearly always within one page. */
    const int mapped = (first ^ last) < PAGE_SIZE ? nmm_is_mapped(first)
                                                  : are_mapped(first, last);

    return mapped ? (void *)first : NULL;
}

#define ONES 0x01010101u

static int has_nul(u32 word)
{
    return ((word - ONES) & ~word & ONES << 7) != 0;
}

/* Whole words, up to and with one that has a NUL; how many bytes before. */
static u32 copy_words(char *to, const char *from, u32 size)
{
    u32 i = 0, word;

    for (; i + sizeof(word) <= size; i += sizeof(word)) {
        __builtin_memcpy(&word, from + i, sizeof(word));
        __builtin_memcpy(to + i, &word, sizeof(word));
        if (has_nul(word))
            break;
    }
    return i;
}

int user_string(saddr_t address, char *to, u32 size)
{
    u32 i = 0;

    while (i < size) {
        const u32 page_rest = PAGE_SIZE - (address + i) % PAGE_SIZE;
        const u32 end = page_rest < size - i ? i + page_rest : size;
        const char *from = user_pointer(address + i, 1);
        if (!from)
            return E_ADDRESS;
        from -= i;
        i += copy_words(to + i, from + i, end - i);
        for (; i < end; i++)
            if (!(to[i] = from[i]))
                return (int)i;
    }
    return E_RANGE;
}
