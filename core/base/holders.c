/* SPDX-License-Identifier: MIT */
/* Tables of what bindings hold. */
#include "holders.h"

#include "../api/error.h"
#include "../lib/crc32.h"
#include "hard.h"

int holders_find(const struct holders *t, u32 binding, u32 what)
{
    for (u32 i = 0; i < t->count; i++)
        if (t->list[i].binding == binding && t->list[i].what == what)
            return (int)i;
    return E_OWNER;
}

int holders_has(const struct holders *t, u32 what)
{
    for (u32 i = 0; i < t->count; i++)
        if (t->list[i].binding && t->list[i].what == what)
            return 1;
    return 0;
}

int holders_add(const struct holders *t, const struct holder *holder)
{
    for (u32 i = 0; i < t->count; i++)
        if (!t->list[i].binding) {
            if (hard_fails())
                break;
            t->list[i] = *holder;
            return (int)i;
        }
    return E_FULL;
}

void holders_free(const struct holders *t, u32 i)
{
    const struct holder old = t->list[i];

    t->list[i] = (struct holder){ 0 };
    if (t->release)
        t->release(i, &old);
}

void holders_released(const struct holders *t, u32 binding)
{
    for (u32 i = 0; i < t->count; i++)
        if (t->list[i].binding == binding)
            holders_free(t, i);
}

u32 holders_entered(const struct holders *t, u32 module)
{
    const struct holder *end = t->list + t->count;
    u32 count = 0;

    for (const struct holder *h = t->list; h < end; h++)
        count += h->binding && h->module == module;
    return count;
}

u32 holders_digest(const struct holders *t, u32 crc)
{
    u32 sum = 0;

    for (u32 i = 0; i < t->count; i++)
        sum += t->list[i].binding ? 1 + t->list[i].handler : 0;
    return crc32(crc, &sum, sizeof(sum));
}
