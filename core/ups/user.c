/* SPDX-License-Identifier: MIT */
/* Checked access to memory that a caller names. */
#include "user.h"

#include "../api/error.h"
#include "../memory/memory.h"
#include "../../nmm/page/mapped.h"

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

typedef u32 __attribute__((aligned(1), may_alias)) u32_anywhere;

#define ONES 0x01010101u

/* The high bit of each byte that is 0, and of none below the first such. */
static u32 find_nul(u32 word)
{
    return (word - ONES) & ~word & ONES << 7;
}

/*
 * By words, which user_string() has no reason to do but speed. The word with
 * the NUL gets zeros behind it, so that strcmp() finds equal words where
 * strings are equal. The string's length, or how far it got: at most 3 bytes
 * before `end`.
 */
static u32 copy_words(char *to, const char *from, u32 at, u32 end)
{
    for (; at + sizeof(u32) <= end; at += sizeof(u32)) {
        u32 word = *(const u32_anywhere *)(from + at);
        const u32 nul = find_nul(word);

        if (nul)
            word &= ((nul & -nul) >> 7) - 1;
        *(u32_anywhere *)(to + at) = word;
        if (nul)
            return at + (u32)__builtin_ctz(nul) / 8;
    }
    return at;
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
        i = copy_words(to, from, i, end);
        for (; i < end; i++)
            if (!(to[i] = from[i]))
                return (int)i;
    }
    return E_RANGE;
}
