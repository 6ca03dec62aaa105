/* SPDX-License-Identifier: MIT */
/* Experiment debug: its scene, and what its proofs look at. */
#pragma once

#include "../../lib/mend.h"
#include "area.h"
#include "debug.h"
#include "pages.h"
#include "straight.h"

#define ENTRIES (STRAIGHT_INCS + 1)     /* more than any sample has */

DEIMOS_RECEPTACLE(pages, pages, "pages");
DEIMOS_RECEPTACLE(debug, debug, "debug");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");

static struct ring3 client;
static struct debug_entry entries[ENTRIES];

static int verdict(int good)
{
    return good ? 0 : E_VERIFY;
}

/* --- The client's store -------------------------------------------------- */

/* To that address, of the address itself: did it trap so often, there? */
static int stores(u32 address, u32 expected)
{
    const u32 base = client.request.base;
    u32 word = 0;

    traps = trapped_at = 0;
    client.request.base = address;
    const int error = ring3_do(&client, BENCH_STORE, 0);
    client.request.base = base;
    return error >= 0 && traps == expected &&
           trapped_at == (expected ? address : 0) &&
           memory->read(client.space, address, &word, sizeof(word)) >= 0 &&
           word == address;
}

/* What the sample's store has left in a page that held zeros, as the client
 * reads it: that is not watched. */
static int is_stored(void)
{
    return ring3_has(&client, 0, client.request.base, 0, 0);
}

/* The entry of the page lets nobody write: a store to it faults. */
static int is_closed(void)
{
    const int bits = pages->attributes(client.space, client.request.base);

    return bits >= 0 && !(bits & MAP_WRITE);
}

/* --- The log ------------------------------------------------------------- */

static void empty_log(void)
{
    while (debug->log(entries, ENTRIES) == ENTRIES)
        ;
}

static int is_entry(const struct debug_entry *entry, u32 kind, u32 address)
{
    return entry->kind == kind && entry->space == client.space &&
           entry->address == address;
}

/* Has the client that code there? */
static int has_code(u32 address, const u8 *code, u32 size)
{
    u8 bytes[2 + STRAIGHT_INCS] = { 0 };

    return size <= sizeof(bytes) &&
           memory->fetch(client.space, AREA_TEXT, address, bytes, size) >= 0 &&
           !memcmp(bytes, code, size);
}

/* MOV [EAX], EAX: what bench_store does. The processor has told where it is. */
static int is_store(u32 eip)
{
    return has_code(eip, (const u8[]){ 0x89, 0x00 }, 2);
}

/* The first `count` instructions of `straight`, one after the other: where each
 * entry says that the client was. */
static int is_straight(u32 count)
{
    u8 code[2 + STRAIGHT_INCS] = { STRAIGHT_XOR_0, STRAIGHT_XOR_1 };

    memset(code + 2, STRAIGHT_INC, count);
    for (u32 i = 0; i < count; i++)
        if (!is_entry(&entries[i], DEBUG_STEP, entries[i].eip) ||
            entries[i].eip != entries[0].eip + i)
            return 0;
    return !count || has_code(entries[0].eip - 2, code, count + 1);
}
