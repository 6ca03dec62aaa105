/* SPDX-License-Identifier: MIT */
#include "stored.h"

#include "../frame/guard.h"
#include "deimos.h"

const struct store *volatile store;
DEIMOS_SLOTS_(store, 1, "store");

/* What is no answer is an error: the page would have whatever its frame had. */
static int done(int answer)
{
    return answer > 0 ? E_INVALID : answer;
}

int stored_open(const char *name, u32 pages)
{
    return guard_call(store->open, (u32)name, pages, 0, 2);
}

int stored_pages(int object)
{
    return guard_call(store->pages, (u32)object, 0, 0, 1);
}

int stored_read(int object, u32 page, void *data)
{
    return done(guard_call(store->read, (u32)object, page, (u32)data, 3));
}

int stored_write(int object, u32 page, const void *data)
{
    return done(guard_call(store->write, (u32)object, page, (u32)data, 3));
}

int stored_remove(int object)
{
    return guard_call(store->remove, (u32)object, 0, 0, 1);
}
