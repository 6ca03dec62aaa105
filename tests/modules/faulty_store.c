/* SPDX-License-Identifier: MIT */
/* Stands between a model and its store, and does the n-th request wrong. */
#include "deimos.h"
#include "store.h"

enum { DIES = 1, ALWAYS = 2 };          /* how, beside an answer */

DEIMOS_RECEPTACLE(real, store, "store");

static u32 left, how, requests;         /* left, 0: none is wrong */
static int answer;

/* Whether this request is the one. */
static int is_wrong(void)
{
    requests++;
    if (!left || --left)
        return 0;
    left = how & ALWAYS ? 1 : 0;
    if (how & DIES)
        __builtin_trap();
    return 1;
}

static int open(const char *name, u32 pages)
{
    return is_wrong() ? answer : real->open(name, pages);
}

static int pages_of(int object)
{
    return is_wrong() ? answer : real->pages(object);
}

static int read(int object, u32 page, void *data)
{
    return is_wrong() ? answer : real->read(object, page, data);
}

static int write(int object, u32 page, const void *data)
{
    return is_wrong() ? answer : real->write(object, page, data);
}

static int remove(int object)
{
    return is_wrong() ? answer : real->remove(object);
}

static int set(u32 n, u32 way, int result)
{
    left = n;
    how = way;
    answer = result;
    requests = 0;
    return 0;
}

static int count(void)
{
    return (int)requests;
}

static const struct store table = { open, pages_of, read, write, remove };
static const struct {
    int (*set)(u32 n, u32 way, int result);
    int (*count)(void);
} control = { set, count };

DEIMOS_MODULE("faulty_store", MODULE_SYSTEM);
DEIMOS_INTERFACE("store", "store", table, STORE_METHODS);
DEIMOS_INTERFACE("faulty", "faulty", control, "set count");
