/* SPDX-License-Identifier: MIT */
/* For requests.h: two memory models that grant all, and their clients. */
#pragma once

#include "requests.h"

#include "../../modules/api/bench_client.h"
#include "../../modules/api/memory.h"
#include "../../modules/api/pages.h"

static u32 next_at, usages, attribute_bits;
static struct bench_request told[8];    /* by its space */

static struct bench_request *told_of(int space)
{
    return &told[(u32)space % ARRAY_SIZE(told)];
}

static int place(u32 address, u32 size, u32 *at)
{
    *at = address ? address : next_at;
    next_at += address ? 0 : size;
    return 0;
}

#define MODEL(name_)                                                        \
    static int name_##_create(void)                                         \
    {                                                                       \
        return ask_handle(#name_ ".create()");                              \
    }                                                                       \
    static int name_##_destroy(int space)                                   \
    {                                                                       \
        return ask(0, #name_ ".destroy(%d)", space);                        \
    }                                                                       \
    static int name_##_load(int space, const char *image)                   \
    {                                                                       \
        return ask(0, #name_ ".load(%d %s)", space, image);                 \
    }                                                                       \
    static int name_##_run(int space, u32 argument)                         \
    {                                                                       \
        told_of(space)->result = 0;                                         \
        told_of(space)->ticks = 77;                                         \
        return ask(0, #name_ ".run(%d %x): operation %u first %u touch %u " \
                   "%u access %u", space, argument,                         \
                   told_of(space)->operation, told_of(space)->first,        \
                   told_of(space)->touch, told_of(space)->touch_access,     \
                   told_of(space)->access);                                 \
    }                                                                       \
    static int name_##_map(int space, u32 address, u32 size, u32 access,    \
                           u32 *at)                                         \
    {                                                                       \
        place(address, size, at);                                           \
        return ask(0, #name_ ".map(%d %x %x %x) -> %x", space, address,     \
                   size, access, *at);                                      \
    }                                                                       \
    static int name_##_unmap(int space, u32 address, u32 size)              \
    {                                                                       \
        return ask(0, #name_ ".unmap(%d %x %x)", space, address, size);     \
    }                                                                       \
    static int name_##_protect(int space, u32 address, u32 size, u32 access)\
    {                                                                       \
        return ask(0, #name_ ".protect(%d %x %x %x)", space, address, size, \
                   access);                                                 \
    }                                                                       \
    static int name_##_attach(int space, const char *name, u32 size,        \
                              u32 access, u32 *at)                          \
    {                                                                       \
        place(0, size, at);                                                 \
        return ask(0, #name_ ".attach(%d %s %x %x)", space, name, size,     \
                   access);                                                 \
    }                                                                       \
    static int name_##_copy(int space)                                      \
    {                                                                       \
        const int handle = (int)++next_handle;                              \
        return ask(handle, #name_ ".copy(%d) -> %d", space, handle);        \
    }                                                                       \
    static int name_##_read(int space, u32 address, void *data, u32 size)   \
    {                                                                       \
        memset(data, 0, size);                                              \
        if (size == sizeof(struct bench_request))                           \
            memcpy(data, told_of(space), size);                             \
        return ask(0, #name_ ".read(%d %x %x)", space, address, size);      \
    }                                                                       \
    static int name_##_write(int space, u32 address, const void *data,      \
                             u32 size)                                      \
    {                                                                       \
        if (size == sizeof(struct bench_request))                           \
            memcpy(told_of(space), data, size);                             \
        return ask(0, #name_ ".write(%d %x %x): %s", space, address, size,  \
                   bytes_of(data, size));                                   \
    }                                                                       \
    static int name_##_usage(int space, struct memory_usage *usage)         \
    {                                                                       \
        for (u32 i = 0; i < sizeof(*usage) / 4; i++)                        \
            ((u32 *)usage)[i] = 2 * PAGE_SIZE * (i + 1) + usages;           \
        usages++;                                                           \
        return ask(0, #name_ ".usage(%d)", space);                          \
    }                                                                       \
    static const struct memory name_ = {                                    \
        .create = name_##_create, .destroy = name_##_destroy,               \
        .load = name_##_load, .run = name_##_run, .map = name_##_map,       \
        .unmap = name_##_unmap, .protect = name_##_protect,                 \
        .attach = name_##_attach, .copy = name_##_copy,                     \
        .read = name_##_read, .write = name_##_write,                       \
        .usage = name_##_usage }

MODEL(model);

static int pages_attributes(int space, u32 address)
{
    return ask(attribute_bits ? (int)attribute_bits : E_NOTFOUND,
               "pages.attributes(%d %x)", space, address);
}

static int pages_strategy(u32 strategy)
{
    return ask(1, "pages.strategy(%u)", strategy);
}

static const struct pages page_table __attribute__((unused)) = {
    .attributes = pages_attributes, .strategy = pages_strategy };

static void memory_reset(void)
{
    next_at = 0x400000;
    usages = 0;
    memset(told, 0, sizeof(told));
}
