/* SPDX-License-Identifier: MIT */
/*
 * Touches memory as its orders say: the argument is the address of a struct
 * order, which whoever runs it has written there.
 */
#include "client.h"

CLIENT("prober");

enum { FILL, CHECK, READ, WRITE, SUM, DEEP, MAP, UNMAP, PROTECT, GROW, ATTACH,
       JUMP, TOUCH, SPIN, TIME };

struct order {
    u32 operation, address, count, value;
    u32 result[2];
    char name[32];
};

u32 timed_store(u32 address, u32 value);     /* prober.S */

static u32 pattern(u32 seed, u32 i)
{
    return (seed + i) * 2654435761u ^ seed << 7;
}

static void fill(const struct order *o)
{
    volatile u32 *word = (volatile u32 *)o->address;

    for (u32 i = 0; i < o->count; i++)
        word[i] = pattern(o->value, i);
}

/* How many words are not what fill() wrote. */
static u32 check(const struct order *o)
{
    const volatile u32 *word = (const volatile u32 *)o->address;
    u32 wrong = 0;

    for (u32 i = 0; i < o->count; i++)
        wrong += word[i] != pattern(o->value, i);
    return wrong;
}

static u32 sum(const struct order *o)
{
    const volatile u32 *word = (const volatile u32 *)o->address;
    u32 all = 0;

    for (u32 i = 0; i < o->count; i++)
        all += word[i];
    return all;
}

/* One word of each page. */
static u32 touch(const struct order *o)
{
    for (u32 i = 0; i < o->count; i++)
        *(volatile u32 *)(o->address + i * PAGE_SIZE) += o->value;
    return 0;
}

static u32 deep(u32 levels)
{
    volatile char room[1024];

    room[0] = (char)levels;
    room[1023] = 1;
    return levels ? deep(levels - 1) + (u32)room[1023] : 0;
}

static int spin(const struct order *o)
{
    for (u32 i = 0; i < o->count; i++) {
        fill(o);
        if (check(o))
            return -1;
        client->yield();
    }
    return 0;
}

static int serve(struct order *o)
{
    switch (o->operation) {
    case FILL: fill(o); return 0;
    case CHECK: return (int)check(o);
    case READ: return *(volatile int *)o->address;
    case WRITE: *(volatile u32 *)o->address = o->value; return 0;
    case SUM: return (int)sum(o);
    case DEEP: return (int)deep(o->count);
    case MAP: return client->map(o->address, o->count, o->value, o->result);
    case UNMAP: return client->unmap(o->address, o->count);
    case PROTECT: return client->protect(o->address, o->count, o->value);
    case GROW: return client->grow(o->count, o->result);
    case ATTACH:
        return client->attach(o->name, o->count, o->value, o->result);
    case JUMP: return ((int (*)(void))o->address)();
    case TOUCH: return (int)touch(o);
    case SPIN: return spin(o);
    case TIME: return (int)timed_store(o->address, o->value);
    }
    return -100;
}

int client_main(u32 argument)
{
    return serve((struct order *)argument);
}
