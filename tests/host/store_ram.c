/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S modules/lib/call/look.c */
/*
 * The store against a plain model of it, at random: objects at the bounds of
 * what a page of pointers has, memory that ends in between, and a successor
 * that takes over. In the end all memory is back.
 */
#include "../../modules/stores/ram.c"

#include <stdlib.h>

#include "check.h"
#include "random.h"
#include "there_world.h"

#define NAMES 6u
#define WRITES 64u

static struct plain {
    u32 pages;                          /* 0: there is none */
    int handle;
    u32 count;                          /* of what was written */
    struct { u32 page, seed; } written[WRITES];
} plain[NAMES];
static u32 regions, refusing;
static int left = -1;                   /* so many regions, then none */
static u8 *blocks[CHUNKS + 1];

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    CHECK(space == NMM_UPS && !base && flags == REGION_ANYWHERE);
    if ((refusing && random_below(3)) || left == 0)
        return E_NOMEM;
    left -= left > 0;
    for (u32 i = 1; i <= CHUNKS; i++)
        if (!blocks[i]) {
            blocks[i] = malloc(size);
            info->base = (u32)blocks[i];
            regions++;
            return (int)i;
        }
    return E_FULL;
}

static int destroy_region(u32 region)
{
    CHECK(blocks[region] != NULL);
    free(blocks[region]);
    blocks[region] = NULL;
    regions--;
    return 0;
}

static int query_region(u32 space, u32 at, struct region_info *info)
{
    CHECK_EQ(space, NMM_UPS);
    *info = (struct region_info){ .base = at & -PAGE_SIZE, .size = PAGE_SIZE,
                                  .status = REGION_USED };
    return at >= PAGE_SIZE && !nothing_is_there;
}

static const struct nmm fake = { .create_region = create_region,
                                 .destroy_region = destroy_region,
                                 .query_region = query_region };

static u32 *find(u32 n, u32 page)
{
    for (u32 i = 0; i < plain[n].count; i++)
        if (plain[n].written[i].page == page)
            return &plain[n].written[i].seed;
    return NULL;
}

/* Around the bounds of tables, and of the object. */
static u32 any_page(u32 n)
{
    const u32 bounds[] = { 0, 1, FAN, 2 * FAN, plain[n].pages,
                           plain[n].pages / 2, PAGES_MAX };

    return bounds[random_below(ARRAY_SIZE(bounds))] + random_below(3) - 1;
}

static u32 word(u32 seed, u32 i)
{
    return seed ? seed * 2654435761u + i : 0;
}

static void test_write(u32 n)
{
    static u32 data[PAGE_SIZE / 4];
    const u32 page = any_page(n), seed = random_below(1 << 20) + 1;
    u32 *has = find(n, page);
    const int error = !plain[n].pages ? E_HANDLE :
                      page >= plain[n].pages ? E_RANGE : 0;

    if (!error && !has && plain[n].count == WRITES)
        return;
    for (u32 i = 0; i < PAGE_SIZE / 4; i++)
        data[i] = word(seed, i);
    const int result = table.write(plain[n].handle, page, data);
    if (result == E_NOMEM && refusing && !error && !has)
        return;
    CHECK_EQ(result, error);
    if (!error && !has) {
        plain[n].written[plain[n].count].page = page;
        has = &plain[n].written[plain[n].count++].seed;
    }
    if (!error)
        *has = seed;
}

static void check_page(u32 n, u32 page)
{
    static u32 data[PAGE_SIZE / 4];
    const u32 *has = find(n, page);
    const int error = !plain[n].pages ? E_HANDLE :
                      page >= plain[n].pages ? E_RANGE : 0;

    memset(data, 0xee, PAGE_SIZE);
    CHECK_EQ(table.read(plain[n].handle, page, data), error);
    for (u32 i = 0; i < PAGE_SIZE / 4; i++)
        if (!CHECK_EQ(data[i], error ? 0xeeeeeeee : word(has ? *has : 0, i)))
            break;
}

static void test_open(u32 n)
{
    static const u32 sizes[] = { 0, 1, 2, FAN, FAN + 1, 2 * FAN + 3, PAGES_MAX,
                                 PAGES_MAX + 1, 0xffffffff };
    const char name[] = { (char)('a' + n), 'x', 0 };
    const u32 pages = sizes[random_below(ARRAY_SIZE(sizes))];
    const u32 has = plain[n].pages;
    const int error = has ? (pages > has ? E_RANGE : 0) :
                      !pages ? E_NOTFOUND : pages > PAGES_MAX ? E_RANGE : 0;
    const int handle = table.open(name, pages);

    CHECK_EQ(handle < 0 ? handle : 0, error);
    if (error)
        return;
    CHECK(has ? handle == plain[n].handle : handle > 0 &&
          handle != plain[n].handle);
    plain[n].handle = handle;
    plain[n].pages = has ? has : pages;
    CHECK_EQ(table.pages(handle), plain[n].pages);
}

static void test_remove(u32 n)
{
    CHECK_EQ(table.remove(plain[n].handle), plain[n].pages ? 0 : E_HANDLE);
    CHECK_EQ(table.pages(plain[n].handle), E_HANDLE);
    plain[n].pages = plain[n].count = 0;
}

static void check_all(void)
{
    for (u32 n = 0; n < NAMES; n++)
        for (u32 i = 0; i < plain[n].count; i++)
            check_page(n, plain[n].written[i].page);
}

/* A new instance, which has nothing as yet. */
static void begin_anew(void)
{
    memset(objects, 0, sizeof(objects));
    memset(chunks, 0, sizeof(chunks));
    chunk_count = used = 0;
    free_pages = NULL;
}

/* Memory that ends anywhere in between: the import is refused. How much the
 * whole of it takes. */
static u32 refuse_successor(const struct module_state *state)
{
    for (left = 0;; left++) {
        const u32 before = regions;
        const int n = left;
        begin_anew();
        const int error = import_state(state);
        left = n;
        const u32 took = regions - before;
        while (chunk_count)
            destroy_region((u32)chunks[--chunk_count]);
        CHECK_EQ(regions, before);
        if (!error) {
            CHECK_EQ(took, n);
            left = -1;
            return took;
        }
        CHECK(error == E_NOMEM && took == (u32)n);
    }
}

/* Another instance of the module, with the state of this one; the memory of
 * this one goes afterwards. */
static void test_successor(void)
{
    static struct object kept[OBJECTS];
    static int old_chunks[CHUNKS];
    struct module_state state;
    const u32 count = chunk_count;

    CHECK_EQ(export_state(&state), 0);
    memcpy(kept, objects, sizeof(kept));
    memcpy(old_chunks, chunks, sizeof(chunks));
    state.data = kept;
    const u32 takes = refuse_successor(&state);
    begin_anew();
    CHECK_EQ(import_state(&state), 0);
    CHECK_EQ(chunk_count, takes);
    for (u32 i = 0; i < count; i++)
        destroy_region((u32)old_chunks[i]);
    state.size--;
    CHECK_EQ(import_state(&state), E_INVALID);
    state.size++, state.kind++;
    CHECK_EQ(import_state(&state), E_INVALID);
    check_all();
}

static void test_names(void)
{
    char name[STORE_NAME + 2];

    memset(name, 'n', sizeof(name));
    name[sizeof(name) - 1] = 0;
    CHECK_EQ(table.open(name, 1), E_INVALID);
    name[STORE_NAME] = 0;
    CHECK_EQ(table.open(name, 1), E_INVALID);
    name[STORE_NAME - 1] = 0;
    const int handle = table.open(name, 1);
    CHECK(handle > 0);
    CHECK_EQ(table.remove(handle), 0);
    CHECK_EQ(table.open("", 1), E_INVALID);
    CHECK(table.read(0, 0, name) == E_HANDLE);
    CHECK(table.read(256, 0, name) == E_HANDLE);
}

static const char *full_name(u32 i)
{
    static char name[] = "f000";

    name[1] = (char)('0' + i / 100);
    name[2] = (char)('0' + i / 10 % 10);
    name[3] = (char)('0' + i % 10);
    return name;
}

/* All objects that it has room for: each is found, the last page of the first and
 * of the last one goes over to a successor, and all memory comes back. */
static void test_full(void)
{
    static u32 data[PAGE_SIZE / 4] = { 7, 8 }, back[PAGE_SIZE / 4];
    int handles[OBJECTS];

    for (u32 i = 0; i < OBJECTS; i++)
        CHECK((handles[i] = table.open(full_name(i), PAGES_MAX)) > 0);
    CHECK_EQ(table.open("more", 1), E_FULL);
    for (u32 i = 0; i < OBJECTS; i += OBJECTS - 1)
        CHECK_EQ(table.write(handles[i], PAGES_MAX - 1, data), 0);
    test_successor();
    for (u32 i = 0; i < OBJECTS; i++)
        CHECK_EQ(table.open(full_name(i), 0), handles[i]);
    for (u32 i = 0; i < OBJECTS; i += OBJECTS - 1) {
        CHECK_EQ(table.read(handles[i], PAGES_MAX - 1, back), 0);
        CHECK(!memcmp(back, data, sizeof(back)));
    }
    for (u32 i = 0; i < OBJECTS; i++)
        CHECK_EQ(table.remove(handles[i]), 0);
    CHECK_EQ(regions, 0);
}

/* A pointer that leads nowhere: nothing is made, read or written. */
static void test_nowhere(void)
{
    static u8 data[PAGE_SIZE];
    const int handle = table.open("nowhere", 2);

    nothing_is_there = 1;
    CHECK_EQ(table.open("other", 1), E_ADDRESS);
    CHECK_EQ(table.open(NULL, 1), E_ADDRESS);
    CHECK_EQ(table.write(handle, 1, data), E_ADDRESS);
    CHECK_EQ(regions, 0);
    CHECK_EQ(table.read(handle, 1, NULL), E_ADDRESS);
    CHECK_EQ(table.read(handle, 2, NULL), E_RANGE);
    nothing_is_there = 0;
    CHECK_EQ(table.open("other", 0), E_NOTFOUND);
    CHECK_EQ(table.remove(handle), 0);
}

int main(void)
{
    static void (*const tests[])(u32) = { test_write, test_write, test_write,
                                          test_open };

    nmm = &fake;
    test_names();
    test_full();
    test_nowhere();
    for (u32 i = 0; i < 4000; i++) {
        const u32 n = random_below(NAMES);
        refusing = random_below(8) == 0;
        if (random_below(60) == 0)
            test_remove(n);
        else
            tests[random_below(ARRAY_SIZE(tests))](n);
        check_page(random_below(NAMES), any_page(n));
        if (i % 500 == 499) {
            refusing = 0;
            check_all();
            test_successor();
        }
    }
    for (u32 n = 0; n < NAMES; n++)
        test_remove(n);
    CHECK_EQ(regions, 0);
    refusing = 0;
    test_open(0);                       /* and new memory is taken */
    while (!plain[0].count || !plain[0].pages)
        test_open(0), test_write(0);
    check_page(0, plain[0].written[0].page);
    test_remove(0);
    CHECK_EQ(regions, 0);
    return check_done();
}
