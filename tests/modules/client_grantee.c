/* SPDX-License-Identifier: MIT */
/* Does with what it was given as its order says; the argument is the address
 * of the order in its own memory. */
#include "client.h"
#include "far.h"

CLIENT("grantee");

enum { READ, WRITE, PROTECT, ATTACH, MAP, UNMAP, GROW, LIMIT };

struct order {
    u32 operation, address, size, access, result;
    char name[32];
};

/* The last byte of a segment; of a selector, or a far address. */
static u32 limit(u32 at)
{
    u32 last = 0;

    __asm__ volatile("lsl %1, %0" : "+r"(last) :
                     "r"(far_is(at) ? far_selector(at) : at) : "cc");
    return last;
}

int client_main(u32 argument)
{
    struct order *o = (struct order *)argument;

    switch (o->operation) {
    case READ: return (int)far_load(o->address, o->size);
    case WRITE: far_store(o->address, 0, o->access); return 0;
    case PROTECT: return client->protect(o->address, o->size, o->access);
    case ATTACH:
        return client->attach(o->name, o->size, o->access, &o->result);
    case MAP: return client->map(o->address, o->size, o->access, &o->result);
    case UNMAP: return client->unmap(o->address, o->size);
    case GROW: return client->grow(o->size, &o->result);
    case LIMIT: o->result = limit(o->address); return 0;
    }
    return -100;
}
