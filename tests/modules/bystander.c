/* SPDX-License-Identifier: MIT */
/* Has memory that it knows, and a service that it is bound to: is all as it
 * was? */
#include "deimos.h"
#include "null.h"

#define WORDS 2048

DEIMOS_RECEPTACLE(service, null, "null");

static u32 memory[WORDS];

static u32 value(u32 i)
{
    return i * 2654435761u + 1;
}

static int init(int self)
{
    (void)self;
    for (u32 i = 0; i < WORDS; i++)
        memory[i] = value(i);
    return 0;
}

/* How often the service was called; 0: a word has changed. */
static int check(void)
{
    for (u32 i = 0; i < WORDS; i++)
        if (memory[i] != value(i))
            return 0;
    return service->null();
}

static int place(void)
{
    return (int)memory;
}

static const struct { int (*check)(void), (*place)(void); } table = {
    check, place,
};

DEIMOS_MODULE("bystander", MODULE_APPLICATION, .init = init);
DEIMOS_INTERFACE("bystander", "bystander", table, "check place");
