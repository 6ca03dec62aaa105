/* SPDX-License-Identifier: MIT */
/* UPS page 0, where null pointers lead: what stands there, as a sum. */
#include "deimos.h"

struct page_zero {
    int (*sum)(void);
};

static volatile u32 zero;       /* the compiler must not know that it is 0 */

static int sum(void)
{
    const volatile u32 *page = (const volatile u32 *)zero;
    u32 of_all = 0;

    for (u32 i = 0; i < PAGE_SIZE / 4; i++)
        of_all = (of_all << 5 | of_all >> 27) ^ page[i];
    return (int)(of_all & 0x7fffffff);
}

static const struct page_zero page_zero = { sum };

DEIMOS_MODULE("page_zero", MODULE_APPLICATION);
DEIMOS_INTERFACE("page_zero", "page_zero", page_zero, "sum");
