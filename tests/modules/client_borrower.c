/* SPDX-License-Identifier: MIT */
/* A client that is granted memory (grant.h), and what it does with it: lent.h. */
#include "client.h"

#include "binding.h"
#include "far.h"
#include "grant.h"
#include "lent.h"
#include "memory.h"

CLIENT("borrower");
DEIMOS_RECEPTACLE(next, service, "service");

static struct grant kept;
static int calls;
static volatile u32 seen;

static int change(const struct grant *g)
{
    for (u32 i = 0; i < g->size; i += 4)
        far_store(g->at, i, ~far_load(g->at, i));
    return (int)g->size;
}

static int look(const struct grant *g)
{
    for (u32 i = 0; i < g->size; i += 4)
        seen = far_load(g->at, i);
    return (int)g->size;
}

static int read_at(const struct grant *g, u32 offset)
{
    seen = far_load(g->at, offset);
    return (int)(seen >> 1);
}

static int store(const struct grant *g)
{
    far_store(g->at, 0, far_load(g->at, 0));
    return (int)g->size;
}

static int keep(const struct grant *g)
{
    kept = *g;
    return (int)g->size;
}

static int replace(const struct grant *g)
{
    u32 at;

    keep(g);
    client->unmap(g->at, g->size);
    return client->map(g->at, g->size, ACCESS_READ | ACCESS_WRITE, &at);
}

static int sum(const void *in, u32 size)
{
    int total = 0;

    for (u32 i = sizeof(struct grant); i < size; i++)
        total += ((const u8 *)in)[i];
    return total;
}

static int busy(const struct grant *g)
{
    u32 at;

    for (u32 i = 0; i < 100000; i++) {
        client->map(0, PAGE_SIZE, ACCESS_READ | ACCESS_WRITE, &at);
        client->unmap(at, PAGE_SIZE);
        seen = far_load(g->at, 0);
    }
    return E_TIMEOUT;
}

/* With memory of its own. */
static int act(u32 operation, const struct grant *g)
{
    switch (operation) {
    case LENT_CHANGE: return change(g);
    case LENT_LOOK: return look(g);
    case LENT_BEFORE: return read_at(g, -4u);
    case LENT_BEHIND: return read_at(g, g->size);
    case LENT_STORE: return store(g);
    case LENT_KEEP: return keep(g);
    case LENT_OLD: return read_at(&kept, 0);
    case LENT_OLD_LAST: return read_at(&kept, kept.size - 4);
    case LENT_OPEN: client->protect(g->at, g->size, 3); return store(g);
    case LENT_DROP: keep(g); return client->unmap(g->at, PAGE_SIZE);
    case LENT_REPLACE: return replace(g);
    case LENT_DIE: __asm__ volatile("hlt"); break;
    case LENT_EXIT: client->exit(77); break;
    case LENT_STUCK: for (;;) { }
    case LENT_BUSY: return busy(g);
    case LENT_YIELD: client->yield(); client->yield(); return look(g);
    }
    return E_UNSUPPORTED;
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    static const struct grant none;

    (void)out, (void)out_size;
    calls++;
    if (operation == LENT_COUNT)
        return calls;
    if (operation == LENT_SUM)
        return sum(in, in_size);
    if (operation == LENT_AGAIN)
        return next->call(LENT_LOOK, in, in_size, NULL, 0);
    return act(operation, in_size ? in : &none);
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS,
                 .predicate = "<grants, \"call\">");

int client_main(u32 argument)
{
    if (argument == LENT_MAIN_DIES)
        __asm__ volatile("hlt");
    return (int)argument;
}
