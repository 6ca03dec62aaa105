/* SPDX-License-Identifier: MIT */
/* Stands between a model and its store; a read waits until it is let go. */
#include "deimos.h"
#include "concurrency.h"
#include "store.h"

DEIMOS_RECEPTACLE(real, store, "store");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static volatile u32 is_open = 1, reads;

static int open(const char *name, u32 pages)
{
    return real->open(name, pages);
}

static int pages_of(int object)
{
    return real->pages(object);
}

static int read(int object, u32 page, void *data)
{
    reads++;
    while (!is_open)
        if (threads->wait(&is_open, 0) < 0)
            return E_ACTIVE;
    return real->read(object, page, data);
}

static int write(int object, u32 page, const void *data)
{
    return real->write(object, page, data);
}

static int remove(int object)
{
    return real->remove(object);
}

static int shut(void)
{
    is_open = 0;
    return 0;
}

static int let_go(void)
{
    is_open = 1;
    return threads->wake(&is_open);
}

static int count(void)
{
    return (int)reads;
}

static const struct store table = { open, pages_of, read, write, remove };
static const struct { int (*shut)(void), (*let_go)(void), (*count)(void); }
    control = { shut, let_go, count };

DEIMOS_MODULE("slow_store", MODULE_SYSTEM);
DEIMOS_INTERFACE("store", "store", table, STORE_METHODS);
DEIMOS_INTERFACE("slow", "slow", control, "shut let_go count");
