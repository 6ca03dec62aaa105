/* SPDX-License-Identifier: MIT */
/* Stands between a model and its store, and lets others run in every request. */
#include "deimos.h"
#include "concurrency.h"
#include "store.h"

DEIMOS_RECEPTACLE(real, store, "store");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static u32 requests;

static void doze(void)
{
    requests++;
    threads->yield();
}

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
    doze();
    return real->read(object, page, data);
}

static int write(int object, u32 page, const void *data)
{
    doze();
    return real->write(object, page, data);
}

static int remove(int object)
{
    return real->remove(object);
}

static int count(void) { return (int)requests; }

static const struct store table = { open, pages_of, read, write, remove };
static const struct { int (*count)(void); } control = { count };

DEIMOS_MODULE("drowsy_store", MODULE_SYSTEM);
DEIMOS_INTERFACE("store", "store", table, STORE_METHODS);
DEIMOS_INTERFACE("drowsy", "drowsy", control, "count");
