/* SPDX-License-Identifier: MIT */
/* A client that grants memory to what its receptacle is bound to (grant.h): its
 * argument is the server's operation, what is granted, and in the upper half of how
 * many pages. The last result, or WRONG: its memory is not as it should be. */
#include "client.h"

#include "binding.h"
#include "grant.h"
#include "lent.h"
#include "memory.h"

#define BOTH (ACCESS_READ | ACCESS_WRITE)
#define WORDS (PAGE_SIZE / sizeof(u32))

#ifndef NAME
#define NAME "lender"
#endif

CLIENT(NAME);
DEIMOS_RECEPTACLE(server, service, "service");

static u32 at, pages, round;
static struct {
    struct grant grant;
    u8 values[GRANT_MOST + 4];
} in;

static int map(u32 wanted)
{
    const int error = pages == wanted ? 0 :
                      client->map(0, wanted * PAGE_SIZE, BOTH, &at);

    if (error >= 0)
        pages = wanted;
    return error;
}

static void fill(void)
{
    round++;
    for (u32 i = 0; i < pages * WORDS; i++)
        ((u32 *)at)[i] = round * 0x9e3779b1u + i;
}

static int is(u32 mask)
{
    for (u32 i = 0; i < pages * WORDS; i++)
        if (((u32 *)at)[i] != ((round * 0x9e3779b1u + i) ^ mask))
            return 0;
    return 1;
}

/* What it does not have, or may not. */
static void spoil(u32 what)
{
    struct grant *g = &in.grant;
    const u32 text = (u32)client_main & ~(PAGE_SIZE - 1);

    switch (what) {
    case LENT_READ: g->access = ACCESS_READ; break;
    case LENT_NOTHING: g->size = 0; break;
    case LENT_HALF: g->size = 0x80000000u; break;
    case LENT_ROUND: g->size = -g->at; break;
    case LENT_WRAP: g->size = 0xfffff000u; break;
    case LENT_MORE: g->size += PAGE_SIZE; break;
    case LENT_BEYOND: g->at += g->size; break;
    case LENT_FAR: g->at = 0x7ffff000u; break;
    case LENT_HIGH: g->at = 0xfffff000u; break;
    case LENT_NULL: g->at = 0; break;
    case LENT_ODD: g->at += 2; break;
    case LENT_LESS: g->size -= 4; break;
    case LENT_PART: g->at += PAGE_SIZE; g->size -= 2 * PAGE_SIZE; break;
    case LENT_TEXT: g->at = text ? text : PAGE_SIZE; break;
    case LENT_NO_ACCESS: g->access = 0; break;
    case LENT_WRITE_ONLY: g->access = ACCESS_WRITE; break;
    case LENT_ANY_ACCESS: g->access = 0x100 | BOTH; break;
    }
}

static u32 size_of(u32 what)
{
    return what == LENT_SHORT ? sizeof(struct grant) - 4 :
           what == LENT_LONG ? sizeof(struct grant) + GRANT_MOST + 1 :
           what == LENT_VALUES ? sizeof(struct grant) + GRANT_MOST :
                                 sizeof(struct grant);
}

/* Has the server read a word that it was not granted? */
static int is_found(u32 operation, int result)
{
    const struct grant *g = &in.grant;
    const u32 word = operation == LENT_BEFORE ? (g->at - at) / 4 - 1 :
                     operation == LENT_BEHIND ? (g->at + g->size - at) / 4 :
                                                pages * WORDS;

    return word < pages * WORDS && result == (int)(((u32 *)at)[word] >> 1);
}

static int ask(u32 operation, u32 what)
{
    int result = map(pages);

    in.grant = (struct grant){ at, pages * PAGE_SIZE, BOTH };
    for (u32 i = 0; i < GRANT_MOST; i++)
        in.values[i] = (u8)(i * 3 + 1);
    spoil(what);
    fill();
    result = server->call(operation, what == LENT_NONE ? NULL : &in,
                          what == LENT_NONE ? 0 : size_of(what), NULL, 0);
    const int is_changed = operation == LENT_CHANGE && what != LENT_NONE &&
                           result >= 0;
    return is(is_changed ? ~0u : 0) &&
           !is_found(operation, result) ? result : LENT_WRONG;
}

int client_main(u32 argument)
{
    const int error = map(argument >> 16);

    return error < 0 ? error : ask(argument & 0xff, argument >> 8 & 0xff);
}
