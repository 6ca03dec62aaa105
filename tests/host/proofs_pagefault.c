/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/*
 * The proofs of experiment fault on the model `paged`: what the page holds,
 * what the model counts, what has gone and come back. Each decides alone; and
 * every free frame is soiled, in each word.
 */
#include "../../bench/experiments/pagefault/pagefault.c"

#include "check.h"

#define SPACE 11
#define COPY 12
#define AREA 0x400000u
#define SOILED 0x900000u

static struct memory_usage usage, peer_usage;
static u32 copy_holds[2];               /* the copy's page */
static u32 holds[BENCH_PAGES][3];       /* of a page: first, second, rest */
static u8 there[BENCH_PAGES];           /* an entry leads to it */
static int bits;                        /* of the page, where it is there */
static u32 writes, refused_write, peer_words[PEER_PAGES], unmaps;
static u32 mud_size;
static int clear;
static struct bench_request asked;

static u32 index_of(u32 address)
{
    CHECK(address >= AREA && address < AREA + RING3_AREA);
    return (address - AREA) / PAGE_SIZE;
}

static int tell_usage(int space, struct memory_usage *to)
{
    CHECK_EQ(space, 0);
    *to = usage;
    return 0;
}

static int tell_peer(int space, struct memory_usage *to)
{
    CHECK_EQ(space, 0);
    *to = peer_usage;
    return 0;
}

static void see_mud(u32 address, const u32 *words, u32 size)
{
    CHECK_EQ(size, PAGE_SIZE);
    CHECK_EQ(address, SOILED + (writes - 1) * PAGE_SIZE);
    for (u32 i = 0; i < size / 4; i++)
        CHECK_EQ(words[i], TAG(sample));
}

static int write_to(int space, u32 address, const void *data, u32 size)
{
    CHECK_EQ(space, SPACE);
    if (address == client.at) {
        CHECK_EQ(size, sizeof(asked));
        asked = *(const struct bench_request *)data;
        return 0;
    }
    if (++writes == refused_write)
        return E_ADDRESS;
    if (mud_size)
        see_mud(address, data, size);
    return 0;
}

static int read_from(int space, u32 address, void *data, u32 size)
{
    CHECK((space == SPACE || space == COPY) && address == client.at);
    CHECK_EQ(size, sizeof(asked));
    *(struct bench_request *)data = asked;
    return 0;
}

static int write_any(int space, u32 address, const void *data, u32 size)
{
    return space == COPY ? write_to(SPACE, address, data, size)
                         : write_to(space, address, data, size);
}

/* The client: it looks at a page. */
static int run(int space, u32 argument)
{
    const u32 page = asked.order[asked.first];
    const u32 *words = space == COPY ? copy_holds : holds[page];

    CHECK_EQ(argument, client.at);
    CHECK(asked.touch == 0 && asked.operation == BENCH_LOOK);
    asked.result = words[0] != asked.words[0] || words[1] != asked.words[1] ||
                   (space == SPACE && holds[page][2] != asked.rest);
    return 0;
}

static int map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    CHECK(space == SPACE && !address && size == mud_size &&
          access == RING3_ACCESS);
    *at = SOILED;
    return 0;
}

static int unmap(int space, u32 address, u32 size)
{
    CHECK(space == SPACE && address == SOILED && size == mud_size);
    unmaps++;
    return 0;
}

static int peer_read(int space, u32 address, void *data, u32 size)
{
    const u32 i = (address - AREA) / PAGE_SIZE;

    CHECK(space == COPY && size == 4 && i < PEER_PAGES);
    *(u32 *)data = peer_words[i];
    return peer_words[i] ? 0 : E_ADDRESS;
}

static int attributes(int space, u32 address)
{
    CHECK_EQ(space, SPACE);
    return there[index_of(address)] ? bits : E_NOTFOUND;
}

static int idle(void) { return clear; }

static int refuse(u32 frames, u32 table, u32 window)
{
    CHECK(frames == EVICT_FRAMES && !table && window == PAGES_WINDOW);
    return E_BUSY;
}

static const struct memory model = {
    .usage = tell_usage, .write = write_any, .read = read_from, .run = run,
    .map = map, .unmap = unmap };
static const struct memory peer_model = {
    .usage = tell_peer, .read = peer_read };
static const struct pages page_table = { .attributes = attributes };
static const struct paged_control control_table = {
    .idle = idle, .configure = refuse };

static void begin(void)
{
    memset(&client, 0, sizeof(client));
    memset(&usage, 0, sizeof(usage));
    client.space = SPACE;
    client.at = 0x1000;
    client.request.base = AREA;
    ring3_order(&client, 0);
    sample = 5;
    before = usage;
    for (u32 i = 0; i < BENCH_PAGES; i++) {
        there[i] = 1;
        holds[i][0] = holds[i][1] = holds[i][2] = 0;
    }
    bits = MAP_PRESENT | MAP_WRITE;
    writes = refused_write = 0;
    holds[5][0] = AREA + 5 * PAGE_SIZE;
}

/* That fact is wrong, 0: none; 1 to 3: a word of the page. */
static void spoil(u32 which)
{
    begin();
    if (which >= 1 && which <= 3)
        holds[5][which - 1] += 8;
}

static void test_soil(void)
{
    for (u32 frames = 1; frames <= 9; frames++)
        for (u32 refused = 0; refused <= frames; refused++) {
            begin();
            sample = frames;
            mud_size = usage.free = frames * PAGE_SIZE;
            refused_write = refused;
            unmaps = 0;
            CHECK_EQ(soil(), refused ? E_ADDRESS : 0);
            CHECK_EQ(writes, refused ? refused : frames);
            CHECK_EQ(unmaps, !refused);
        }
    mud_size = 0;
}

static void test_pool(void)
{
    for (u32 which = 0; which <= 6; which++) {
        spoil(which);
        client.request.touch = 3;
        usage.faults = which == 4 ? 3 : which == 5 ? 5 : 4;
        refused_write = which == 6;
        CHECK_EQ(check_pool() == 0, which == 0);
        CHECK_EQ(writes, 1);            /* it soils the page again */
    }
}

static void test_store(void)
{
    for (u32 which = 0; which <= 5; which++) {
        spoil(which);
        holds[5][1] += TAG(5);
        usage.faults = which == 4 ? 0 : which == 5 ? 2 : 1;
        CHECK_EQ(check_store() == 0, which == 0);
        CHECK_EQ(sample, 6);
    }
}

/* One of those touched before has gone, and comes back as it was. */
static void try_evict(u32 which, u32 write)
{
    spoil(which);
    client.request.touch = 4;
    client.request.touch_access = write ? ACCESS_WRITE : ACCESS_READ;
    for (u32 i = 6; write && i <= 9; i++)
        holds[i][0] = AREA + i * PAGE_SIZE;
    there[9] = which == 4;
    there[6] = which != 5;
    usage.evictions = which == 6 ? 0 : which == 7 ? 2 : 1;
    usage.writes = which == 8 ? !write : write;
    if (which >= 9 && which <= 12)
        holds[which - 3][which & 1] ^= 16;
    CHECK_EQ(check_evict() == 0, which == 0);
}

/* What is touched before is clean, or dirty. */
static void test_evict(void)
{
    for (u32 i = 0; i <= 12 * 2 + 1; i++)
        try_evict(i / 2, i & 1);
    for (u32 x = 0; x <= 1; x++) {
        CHECK_EQ(set_up_evict(x), E_BUSY);
        CHECK_EQ(client.request.touch_access, x ? ACCESS_WRITE : ACCESS_READ);
    }
}

static void test_lost(void)
{
    peer = &peer_model;
    other = COPY;
    other_at = AREA;
    for (u32 which = 0; which <= 7 + PEER_PAGES; which++) {
        spoil(which);
        peer_before = 8 * PAGE_SIZE;
        peer_usage.resident = (which == 4 ? 8 : which == 5 ? 6 : 7) * PAGE_SIZE;
        usage.lost = which == 6 ? 0 : which == 7 ? 2 : 1;
        for (u32 i = 0; i < PEER_PAGES; i++)
            peer_words[i] = which == 8 + i ? i & 1 ? 0 : 77 : TAG(5 + i);
        CHECK_EQ(check_lost() == 0, which == 0);
    }
}

static void test_cow(void)
{
    other = COPY;
    for (u32 which = 0; which <= 7; which++) {
        spoil(which);
        holds[5][1] += TAG(5);
        copy_holds[0] = which == 4;
        copy_holds[1] = TAG(5) + (which == 5);
        there[5] = which != 6;
        bits = which == 7 ? MAP_PRESENT : MAP_PRESENT | MAP_WRITE;
        CHECK_EQ(check_cow() == 0, which == 0);
    }
    other = 0;
}

static int unmap_area(int space, u32 address, u32 size)
{
    CHECK(space == SPACE && address == AREA && size == RING3_AREA);
    return 0;
}

static int map_area(int space, u32 address, u32 size, u32 access, u32 *at)
{
    CHECK(address == AREA && size == RING3_AREA && access == RING3_ACCESS);
    *at = AREA;
    return space == SPACE ? 0 : E_HANDLE;
}

/* As many pages are touched first as frames are clear, by writes; and the
 * sample's page is not there. */
static void test_prepare(void)
{
    static const struct memory renewing = { .usage = tell_usage,
        .map = map_area, .unmap = unmap_area };
    static const int clears[] = { 0, 1, CLEAR_MAX - 1, CLEAR_MAX,
        BENCH_PAGES - 1, BENCH_PAGES, E_PAGING };

    memory = &renewing;
    for (u32 i = 0; i < ARRAY_SIZE(clears) * 2; i++) {
        begin();
        clear = clears[i / 2];
        there[5] = i & 1;
        const int expected = clear < 0 ? clear :
            clear >= BENCH_PAGES ? E_RANGE : i & 1 ? E_VERIFY : 0;
        CHECK_EQ(prepare_no_clear(), expected);
        if (expected != 0)
            continue;
        CHECK_EQ(client.request.touch, clear);
        CHECK_EQ(client.request.touch_access, ACCESS_WRITE);
        CHECK_EQ(prepare_zero(), 0);
        CHECK_EQ(client.request.touch,
                 clear < (int)CLEAR_MAX ? (int)CLEAR_MAX : clear);
        for (u32 free = 0; free < 3; free++) {
            usage.free = ((u32)clear + free) * PAGE_SIZE;
            CHECK_EQ(prepare_evict(), free ? E_VERIFY : 0);
            CHECK_EQ(client.request.touch, clear);
        }
    }
}

int main(void)
{
    memory = &model;
    pages = &page_table;
    control = &control_table;
    test_soil();
    test_pool();
    test_store();
    test_evict();
    test_lost();
    test_cow();
    test_prepare();
    return check_done();
}
