/* SPDX-License-Identifier: MIT */
/* Words of its own that hold another module's address, as data, and nobody's to
 * change. */
#include "deimos.h"

#include "../../core/api/graph.h"
#include "concurrency.h"
#include "memory.h"

#define WORDS 256u

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static volatile u32 *words;
static int space;
static volatile u32 at, stop;

static u32 table_of(u32 module)
{
    struct graph_node node;
    struct graph_interface entry;

    GRAPH_READ(nodes[HANDLE_INDEX(module)], node);
    GRAPH_READ(interfaces[node.first_interface - 1], entry);
    return entry.table;
}

static int run(u32 argument)
{
    u32 local;

    at = (u32)&local;
    while (!stop)
        threads->yield();
    return memory->run(space, argument + (u32)&words[WORDS]);
}

/* In a region of its own, above the thread's stack. */
static int start(int client)
{
    const int thread = threads->create(run, 0, 16384);
    int region = E_BUSY;

    space = client;
    while (!at)
        threads->yield();
    for (u32 base = (at | 0xfff) + 1; region == E_BUSY; base += PAGE_SIZE) {
        region = nmm->create_region(NMM_UPS, base, PAGE_SIZE, REGION_FIXED, NULL);
        words = (volatile u32 *)base;
    }
    stop = 1;
    return region < 0 ? region : thread;
}

/* With the address of its first table. */
static int fill(int module)
{
    const u32 table = table_of((u32)module);

    for (u32 i = 0; i < WORDS; i++)
        words[i] = table;
    return (int)table;
}

static int changed(u32 table)
{
    int count = 0;

    for (u32 i = 0; i < WORDS; i++)
        count += words[i] != table;
    return count;
}

static const struct {
    int (*fill)(int);
    int (*changed)(u32);
    int (*start)(int);
} table = { fill, changed, start };

DEIMOS_MODULE("words", MODULE_SYSTEM);
DEIMOS_INTERFACE("words", "words", table, "fill changed start");
