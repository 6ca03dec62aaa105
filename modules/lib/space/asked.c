/* SPDX-License-Identifier: MIT */
#include "asked.h"

#include "area.h"
#include "parts.h"

#define LONGEST AREA_OBJECT     /* a name, with its NUL */

#define WORD(method) + sizeof(((struct memory *)NULL)->method)
_Static_assert(sizeof(struct memory) ==
               0 METHODS_ASKED(WORD) METHODS_UNASKED(WORD),
               "a new method: has it a pointer? then it is asked");

static int is_there(const void *data, u32 size)
{
    return area_is_there((u32)data, size);
}

/* The address is not reported, or there is a word for it. */
static int is_answer(const u32 *at)
{
    return !at || is_there(at, sizeof(*at));
}

/* Its length; LONGEST: it has no end so far, and no method reads on. Regions
 * are whole pages. */
static int name_length(const char *name)
{
    for (u32 i = 0; i < LONGEST; i++) {
        if ((!i || !((u32)&name[i] & (PAGE_SIZE - 1))) && !is_there(&name[i], 1))
            return E_ADDRESS;
        if (!name[i])
            return (int)i;
    }
    return LONGEST;
}

int asked_load(int space, const char *image)
{
    const int length = name_length(image);

    if (length < 0)
        return length;
    return length < LONGEST ? model_memory.load(space, image) : E_NOTFOUND;
}

int asked_map_far(int space, u32 address, u32 size, u32 access, u32 *at)
{
    return is_answer(at) ?
           model_memory.map(space, address, size, access, at) : E_ADDRESS;
}

int asked_grow(int space, u32 bytes, u32 *at)
{
    return is_answer(at) ? model_memory.grow(space, bytes, at) : E_ADDRESS;
}

int asked_share(int space, u32 address, u32 size, int other, u32 access,
                u32 *at)
{
    return is_answer(at) ? model_memory.share(space, address, size, other,
                                              access, at) : E_ADDRESS;
}

int asked_attach(int space, const char *name, u32 size, u32 access, u32 *at)
{
    return (!name || name_length(name) >= 0) && is_answer(at) ?
           model_memory.attach(space, name, size, access, at) : E_ADDRESS;
}

int asked_read(int space, u32 address, void *data, u32 size)
{
    return is_there(data, size) ?
           model_memory.read(space, address, data, size) : E_ADDRESS;
}

int asked_write(int space, u32 address, const void *data, u32 size)
{
    return is_there(data, size) ?
           model_memory.write(space, address, data, size) : E_ADDRESS;
}

int asked_usage(int space, struct memory_usage *usage)
{
    return is_there(usage, sizeof(*usage)) ?
           model_memory.usage(space, usage) : E_ADDRESS;
}

int asked_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    return is_there(data, size) ?
           model_memory.fetch(space, kind, address, data, size) : E_ADDRESS;
}

int asked_fill(int space, u32 kind, u32 address, const void *data, u32 size)
{
    return is_there(data, size) ?
           model_memory.fill(space, kind, address, data, size) : E_ADDRESS;
}
