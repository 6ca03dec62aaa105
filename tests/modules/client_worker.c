/* SPDX-License-Identifier: MIT */
/*
 * A client that calls and serves, in every way that there is: tests/lua/mixed.lua.
 * Its argument is what it does, how often but for once (from bit 8 on), and in the
 * upper half how many bytes.
 */
#include "client.h"

#include "binding.h"
#include "far.h"
#include "grant.h"
#include "memory.h"

#define MOST 4096
#define BOTH (ACCESS_READ | ACCESS_WRITE)
#define DONE 100

/* ORDER tests/lua/mixed_world.lua: what a server does; then what client_main does by
 * itself, from BY_ITSELF on. */
enum { DATA, COUNT, YIELD, NEST, DIE, EXIT, CHANGE, LONG };
enum { BY_ITSELF = 32, YIELDS = BY_ITSELF, FAULT, SPIN, MEMORY, SEND, GRANT,
       TELL };

CLIENT("worker");
CLIENT_CONCURRENCY();
DEIMOS_RECEPTACLE(server, service, "service");

static u8 in[MOST], out[MOST];
static u32 at;
static int calls;

static int reverse(const u8 *from, u32 in_size, u8 *to, u32 out_size)
{
    const u32 size = in_size < out_size ? in_size : out_size;

    for (u32 i = 0; i < size; i++)
        to[i] = from[in_size - 1 - i];
    return (int)size;
}

/* What it was granted. */
static int change(const struct grant *g)
{
    for (u32 i = 0; i < g->size; i += 64)
        far_store(g->at, i, ~far_load(g->at, i));
    return (int)g->size;
}

static int call(u32 operation, const void *from, u32 in_size, void *to,
                u32 out_size)
{
    calls++;
    switch (operation) {
    case DATA: return reverse(from, in_size, to, out_size);
    case COUNT: return calls;
    case YIELD: client->yield(); client->yield(); return YIELD;
    case NEST: return server->call(COUNT, NULL, 0, NULL, 0) < 0 ? E_BUSY : NEST;
    case DIE: __asm__ volatile("hlt"); break;
    case EXIT: client->exit(77); break;
    case CHANGE: return change(from);
    case LONG: for (volatile u32 i = 0; i < 1u << 24; i++) { } return LONG;
    }
    return E_UNSUPPORTED;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);

static int ask(u32 operation, u32 size)
{
    const int result = server->call(operation, size ? in : NULL, size,
                                    size ? out : NULL, size);

    for (u32 i = 0; operation == DATA && result >= 0 && i < size; i++)
        if (out[i] != in[size - 1 - i])
            return E_VERIFY;
    return result;
}

/* Some that it gives back, and an object that stays in its model. */
static int use_memory(u32 number)
{
    const char name[] = { 'm', 'i', 'x', (char)('0' + number % 4), 0 };
    u32 where;
    int error = client->map(0, 4096, BOTH, &where);

    if (error >= 0)
        error = client->unmap(where, 4096);
    if (error >= 0)
        error = client->attach(name, 4096, BOTH, &where);
    if (error >= 0) {
        far_store(where, 0, number);
        error = client->unmap(where, 4096);
    }
    return error < 0 ? error : DONE;
}

static int grant(void)
{
    const int error = at ? 0 : client->map(0, 4096, BOTH, &at);
    const struct grant g = { at, 4096, BOTH };
    u32 before;

    if (error < 0)
        return error;
    before = far_load(at, 64);
    const int result = server->call(CHANGE, &g, sizeof(g), NULL, 0);
    return result >= 0 && far_load(at, 64) != ~before ? E_VERIFY : result;
}

static int by_itself(u32 operation, u32 i, u32 size)
{
    switch (operation) {
    case YIELDS: client->yield(); return DONE;
    case FAULT: __asm__ volatile("hlt"); break;
    case SPIN: for (volatile u32 k = 0; k < size * 16; k++) { } return DONE;
    case MEMORY: return use_memory(i + size);
    case SEND: return server->call(SERVICE_DATA, size ? in : NULL, size, NULL, 0);
    case GRANT: return grant();
    case TELL: return (int)in;
    }
    return E_UNSUPPORTED;
}

int client_main(u32 argument)
{
    const u32 operation = argument & 0xff, times = argument >> 8 & 0xff;
    const u32 size = argument >> 16;
    int result = size > MOST ? E_RANGE : 0;

    for (u32 i = 0; i < size; i++)
        in[i] = (u8)(i * 7 + 1);
    for (u32 i = 0; i <= times && result >= 0; i++)
        result = operation < BY_ITSELF ? ask(operation, size) :
                                         by_itself(operation, i, size);
    return result;
}
