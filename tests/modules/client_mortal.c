/* SPDX-License-Identifier: MIT */
/* A client to be killed, at either end of a binding of any kind: its argument, and
 * the operation that it is called with, say what it does. ORDER tests/lua/crossing.lua */
#include "client.h"

#include "binding.h"
#include "far.h"
#include "grant.h"
#include "memory.h"

enum { DATA, PLAIN, BOTH, GRANT, DIES, KILLS, LIVES, WHERE, TOUCHES };

#define OK 42
#define WRONG (-1000)
#define SIZE 100
#define WORDS 64

CLIENT("mortal");
DEIMOS_RECEPTACLE(server, service, "service");

static u8 in[SIZE], out[SIZE];
static u32 page;
static u32 kept;                /* what it was granted last */

/* --- As a caller ----------------------------------------------------------- */

static int ask_with_bytes(void)
{
    for (u32 i = 0; i < SIZE; i++) {
        in[i] = (u8)(i * 7 + 1);
        out[i] = 0;
    }
    const int result = server->call(BOTH, in, SIZE, out, SIZE);
    for (u32 i = 0; i < SIZE && result >= 0; i++)
        if (out[i] != 255 - in[i])
            return WRONG;
    return result == SIZE ? OK : result;
}

static int ask_with_memory(void)
{
    struct grant grant;
    int result = page ? 0 : client->map(0, PAGE_SIZE, ACCESS_READ |
                                        ACCESS_WRITE, &page);

    if (result < 0)
        return result;
    for (u32 i = 0; i < WORDS; i++)
        far_store(page, i * 4, i);
    grant = (struct grant){ page, PAGE_SIZE, ACCESS_READ | ACCESS_WRITE };
    result = server->call(GRANT, &grant, sizeof(grant), NULL, 0);
    for (u32 i = 0; i < WORDS && result >= 0; i++)
        if (far_load(page, i * 4) != ~i)
            return WRONG;
    return result;
}

static int touch(void)
{
    if (kept)
        far_store(kept, 0, OK);
    return OK;
}

int client_main(u32 argument)
{
    switch (argument) {
    case DATA: return server->call(DATA, in, SIZE, NULL, 0);
    case PLAIN: return server->call(PLAIN, NULL, 0, NULL, 0);
    case BOTH: return ask_with_bytes();
    case GRANT: return ask_with_memory();
    case DIES: __asm__ volatile("hlt"); break;
    case KILLS: return server->call(DIES, NULL, 0, NULL, 0);
    case WHERE: return (int)(kept / PAGE_SIZE);
    case TOUCHES: return touch();
    }
    return OK;
}

/* --- As a server ----------------------------------------------------------- */

static int complement(u8 *to, const u8 *from, u32 size)
{
    for (u32 i = 0; i < size; i++)
        to[i] = (u8)(255 - from[i]);
    return (int)size;
}

static int with_memory(const struct grant *grant)
{
    kept = grant->at;
    for (u32 i = 0; i < WORDS; i++)
        far_store(grant->at, i * 4, ~far_load(grant->at, i * 4));
    return OK;
}

static int call(u32 operation, const void *from, u32 in_size, void *to,
                u32 out_size)
{
    switch (operation) {
    case BOTH: return in_size == out_size ? complement(to, from, in_size) :
                                            WRONG;
    case GRANT: return with_memory(from);
    case DIES: __asm__ volatile("hlt"); break;
    }
    return OK;
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
