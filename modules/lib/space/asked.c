/* SPDX-License-Identifier: MIT */
#include "asked.h"

#include "../call/there.h"
#include "area.h"
#include "parts.h"

#define LONGEST AREA_OBJECT     /* a name, with its NUL; what is longer goes on
                                   without one */

#define WORD(method) + sizeof(((struct memory *)NULL)->method)
_Static_assert(sizeof(struct memory) ==
               0 METHODS_ASKED(WORD) METHODS_UNASKED(WORD),
               "a new method: has it a pointer? then it is asked");

static int is_memory(const void *data, u32 size)
{
    return area_is_there((u32)data, size);
}

/* The address is not reported, or there is a word for it. */
static int is_answer(const u32 *at)
{
    return !at || is_memory(at, sizeof(*at));
}

int asked_load(int space, const char *image)
{
    char name[LONGEST];
    const int length = there_name(nmm, image, name, LONGEST);

    if (length < 0)
        return length;
    return length < LONGEST ? model_memory.load(space, name) : E_NOTFOUND;
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

int asked_attach(int space, const char *object, u32 size, u32 access, u32 *at)
{
    char name[LONGEST];

    if (!is_answer(at) || (object && there_name(nmm, object, name, LONGEST) < 0))
        return E_ADDRESS;
    return model_memory.attach(space, object ? name : NULL, size, access, at);
}

int asked_read(int space, u32 address, void *data, u32 size)
{
    return is_memory(data, size) ?
           model_memory.read(space, address, data, size) : E_ADDRESS;
}

int asked_write(int space, u32 address, const void *data, u32 size)
{
    return is_memory(data, size) ?
           model_memory.write(space, address, data, size) : E_ADDRESS;
}

int asked_usage(int space, struct memory_usage *usage)
{
    return is_memory(usage, sizeof(*usage)) ?
           model_memory.usage(space, usage) : E_ADDRESS;
}

int asked_fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    return is_memory(data, size) ?
           model_memory.fetch(space, kind, address, data, size) : E_ADDRESS;
}

int asked_fill(int space, u32 kind, u32 address, const void *data, u32 size)
{
    return is_memory(data, size) ?
           model_memory.fill(space, kind, address, data, size) : E_ADDRESS;
}
