/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/spaces.c core/lib/string.S */
/*
 * What memory models read out of the system graph, against a plain reading of
 * it, at random: whose spaces are orphans, and whether paging is somebody's
 * when a model comes and goes.
 */
#include "../../modules/api/deimos.h"
#include "../../modules/lib/call/module_at.h"
#include "../../modules/lib/space/spaces.h"
#include "../../modules/lib/paging/paging.h"
#include "../../modules/lib/space/parts.h"

static struct graph fake;

#define graph_copy(to_, offset_, size_) \
    __builtin_memcpy(to_, (const char *)&fake + (offset_), size_)
#define graph_generation() fake.generation
#define self own_node
#include "../../modules/lib/space/owner.c"
#undef self
#include "../../modules/lib/paging/paging.c"

#include "check.h"
#include "model_lock.h"
#include "random.h"

#define SPACES 4u
#define ME 7u
#define PEERS 3u

const struct memory model_memory;
const struct nmm *volatile nmm;
const struct concurrency *volatile concurrency;
static u32 destroyed[SPACES], refused;  /* refused: spaces, as bits */
static struct space_head clients[SPACES];
static int paging_was, paging_now;

extern const char __start_own_text[], __stop_own_text[];
#define OWN __attribute__((section("own_text"), noinline))

u32 module_at(const void *address)
{
    return address == &model_memory ? ME : (const char *)address >=
           __start_own_text && (const char *)address < __stop_own_text ?
           ME : 3;
}

/* --- Owners -------------------------------------------------------------- */

volatile u32 loans_count = 1;
static u32 drops;
void loans_drop(void) { drops++; }

static int destroy(int space)
{
    for (u32 i = 0; i < SPACES; i++)
        if (clients[i].handle == space) {
            destroyed[i]++;
            if (refused >> i & 1)
                return E_ACTIVE;
            spaces_remove(&clients[i]);
            return 0;
        }
    CHECK(0);
    return E_HANDLE;
}

const struct memory model_memory = { .destroy = destroy };

OWN static void take(struct space_head *client, int deeper)
{
    if (deeper)
        take(client, deeper - 1);
    else
        spaces_take_owner(client);
    __asm__ volatile("");               /* no jump: it returns to here */
}

/* Whoever calls the model, however deep that is inside. */
static void test_take(void)
{
    struct space_head client = { 0 };

    fake.nodes[HANDLE_INDEX(ME)] = (struct graph_node){
        .handle = ME, .base = (u32)__start_own_text,
        .size = (u32)(__stop_own_text - __start_own_text) };
    for (int deep = 0; deep < 5; deep++) {
        client.owner = 0;
        take(&client, deep);
        CHECK_EQ(client.owner, 3);
    }
}

static int is_bound_plainly(u32 owner)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        if (fake.bindings[i].handle && fake.bindings[i].caller == owner &&
            fake.bindings[i].provider == ME)
            return 1;
    return 0;
}

static void any_bindings(void)
{
    u32 live = 0;

    memset(fake.bindings, 0, sizeof(fake.bindings));
    for (u32 i = 0; i < 8; i++) {
        const u32 at = random_below(2) ? i : GRAPH_BINDINGS - 1 - i;
        fake.bindings[at] = (struct graph_binding){
            .handle = random_below(3) ? i + 1 : 0,
            .caller = 3 + random_below(4), .provider = ME - random_below(2) };
    }
    for (u32 i = 0; i < GRAPH_BINDINGS; i++)
        live += fake.bindings[i].handle != 0;
    fake.parts[GRAPH_PART_BINDINGS].live = live;
    fake.generation += 2;
}

static void test_orphans(void)
{
    u32 left = 0, expected[SPACES];

    any_bindings();
    drops = 0;
    refused = random_below(4) ? 0 : random_below(16);
    for (u32 i = 0; i < SPACES; i++) {
        if (!clients[i].handle)
            spaces_add(&clients[i]);
        clients[i].owner = random_below(5) ? 3 + random_below(4) : 0;
        destroyed[i] = 0;
        expected[i] = clients[i].owner && !is_bound_plainly(clients[i].owner);
        left |= expected[i] && refused >> i & 1;
    }
    for (u32 again = 0; again < 3; again++) {
        if (again)
            spaces_drop_orphans();      /* the graph is as it was */
        else
            drop();
        CHECK_EQ(drops, again + 1);
        for (u32 i = 0; i < SPACES; i++)
            CHECK_EQ(destroyed[i], expected[i] + (left && expected[i] &&
                                                  refused >> i & 1 ?
                                                  again : 0));
    }
}

/* Somebody is in the model: it is not touched. */
static void test_locked(void)
{
    any_bindings();
    memset(fake.bindings, 0, sizeof(fake.bindings));
    fake.parts[GRAPH_PART_BINDINGS].live = 0;
    refused = 0;
    if (!clients[0].handle)
        spaces_add(&clients[0]);
    clients[0].owner = 3;
    destroyed[0] = 0;
    model_holder = SOMEBODY;
    CHECK_EQ(drop(), 0);
    CHECK_EQ(destroyed[0], 0);
    CHECK_EQ(model_holder, SOMEBODY);
    model_holder = 0;
    CHECK_EQ(drop(), 0);
    CHECK_EQ(destroyed[0], 1);
    CHECK(!locked);                     /* drop() has given it back */
}

/* --- Paging -------------------------------------------------------------- */

static int set_paging(u32 on)
{
    if (paging_was >= 0)
        paging_now = (int)on;
    return paging_was;
}

static const struct nmm paging_nmm = { .paging = set_paging };

static int yes(void) { return 1; }
static int no(void) { return 0; }

static struct peer { int counts, says; } peers[PEERS];

/* Another model, or what looks like one. */
static void any_peer(u32 i)
{
    static const struct paging says[] = { { no }, { yes } };
    static const char *const pairs[] = { "<paging, \"yes\">",
        "<x, \"y\"> <paging, \"yes\">", "<paging, \"no\">", "" };
    const u32 at = random_below(2) ? i : GRAPH_INTERFACES - 1 - i;
    const u32 pair = random_below(4), node = 20 + i, state = 1 +
                     random_below(2) * random_below(4);
    const u32 type = random_below(6), handle = random_below(6);
    const u32 is_own = random_below(6) == 0, has_word = random_below(3);

    fake.constraints[i + 5] = (struct graph_constraint){ .used = 1 };
    memcpy(fake.constraints[i + 5].pairs, pairs[pair],
           strlen(pairs[pair]) + 1);
    fake.interfaces[at] = (struct graph_interface){
        .handle = handle, .node = is_own ? ME : node,
        .constraint = (u16)(random_below(6) ? i + 6 : 0) };
    memcpy(fake.interfaces[at].type, type ? "memory" : "store", 7);
    fake.interfaces[at].type[6] = 0;
    fake.nodes[HANDLE_INDEX(node)].state = (u8)state;
    if (has_word) {                     /* the first or last entry, if free */
        const u32 word = i ? 100 + i : at ? 0 : GRAPH_INTERFACES - 1;
        fake.interfaces[word] = (struct graph_interface){
            .handle = 9, .node = node, .table = (u32)&says[has_word - 1] };
        memcpy(fake.interfaces[word].type, "paging", 7);
    }
    peers[i].counts = handle && !is_own && type && pair < 2 &&
                      fake.interfaces[at].constraint && state == NODE_LIVE;
    peers[i].says = peers[i].counts && has_word != 1;
}

static void any_peers(void)
{
    memset(fake.interfaces, 0, sizeof(fake.interfaces));
    for (u32 i = 0; i < PEERS; i++)
        any_peer(i);
}

static int any(int says)
{
    for (u32 i = 0; i < PEERS; i++)
        if (says ? peers[i].says : peers[i].counts)
            return 1;
    return 0;
}

static void test_paging(void)
{
    own = ME;                           /* before it knows its own */
    any_peers();
    paging_was = (int)random_below(3) - 1;
    const int is_ours = paging_was == 0 || any(1);
    CHECK_EQ(model_paging_start((int)ME), paging_was < 0 ? paging_was : 0);
    CHECK_EQ(is_switched(), is_ours);
    any_peers();
    paging_was = paging_now = 1;
    model_paging_stop();
    CHECK_EQ(paging_now, !(is_ours && !any(0)));
}

int main(void)
{
    nmm = &paging_nmm;
    test_take();
    for (u32 i = 0; i < 1000; i++)
        test_orphans();
    test_locked();
    for (u32 i = 0; i < 1000; i++)
        test_paging();
    return check_done();
}
