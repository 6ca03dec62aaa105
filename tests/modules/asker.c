/* SPDX-License-Identifier: MIT */
/*
 * Asks the CM for anything: any handle, any pointer for a name. Its own
 * binding to the CM is one that it can end in the middle of a request.
 */
#include "deimos.h"

struct asker {
    int (*load)(u32 name);
    int (*unload)(u32 module);
    int (*find)(u32 name);
    int (*bind)(u32 client, u32 receptacle, u32 provider, u32 interface);
    int (*rebind)(u32 binding, u32 provider, u32 interface);
    int (*unbind)(u32 binding);
    int (*replace)(u32 module, u32 name);
    int (*drain)(u32 module, u32 on);
    int (*reason)(u32 buffer, u32 size);
    int (*archive)(u32 name);
    int (*string)(const char *s);
    int (*self)(void);
    int (*fill)(u32 at, u32 size, u32 byte);
};

#define METHODS "load unload find bind rebind unbind replace drain reason " \
    "archive string self fill"

#ifndef NAME                    /* liar.c calls itself otherwise */
#define NAME "asker"
#define PAIRS NULL
#endif

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm", .pairs = PAIRS);
DEIMOS_RECEPTACLE(other, asker, "asker");

static int self;

static int load(u32 name)
{
    return cm->load((const char *)name);
}

static int unload(u32 module)
{
    return cm->unload((int)module);
}

static int find(u32 name)
{
    return cm->find((const char *)name);
}

static int bind(u32 client, u32 receptacle, u32 provider, u32 interface)
{
    return cm->bind((int)client, (const char *)receptacle, (int)provider,
                    (const char *)interface);
}

static int rebind(u32 binding, u32 provider, u32 interface)
{
    return cm->rebind((int)binding, (int)provider, (const char *)interface);
}

static int unbind(u32 binding)
{
    return cm->unbind((int)binding);
}

static int replace(u32 module, u32 name)
{
    return cm->replace((int)module, (const char *)name);
}

static int drain(u32 module, u32 on)
{
    return cm->drain((int)module, on);
}

static int reason(u32 buffer, u32 size)
{
    return cm->reason((char *)buffer, size);
}

static int archive(u32 name)
{
    return cm->archive_size((const char *)name);
}

/* Where a string lies that a script passes. */
static int string(const char *s)
{
    return (int)s;
}

static int get_self(void)
{
    return self;
}

static int fill(u32 at, u32 size, u32 byte)
{
    for (u32 i = 0; i < size; i++)
        ((volatile char *)at)[i] = (char)byte;
    return 0;
}

static int init(int handle)
{
    self = handle;
    return 0;
}

static const struct asker table = {
    load, unload, find, bind, rebind, unbind, replace, drain, reason,
    archive, string, get_self, fill,
};

DEIMOS_MODULE(NAME, MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("asker", "asker", table, METHODS);
