/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/asked.c modules/lib/space/area.c modules/lib/call/look.c
 * modules/lib/space/asked_map.S core/lib/string.S */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj/modules/lib/space */
/*
 * modules/lib/space/asked: each method that is given a pointer, with each
 * address around the bounds of regions of each kind: asked of the model, with
 * the same arguments, if every byte is memory; else E_ADDRESS, and not asked.
 */
#include "../../modules/lib/space/asked.h"

#include <string.h>
#include <sys/mman.h>

#include "../../modules/api/area.h"
#include "../../modules/lib/space/parts.h"
#include "check.h"

#define BASE 0x20000000u
#define AT(page) (BASE + (page) * PAGE_SIZE)
#define MODEL 0x77
#define ANY 0x51u               /* an argument that is passed on */

/* By page. Of the first two kinds there is memory. */
static const struct kind { u32 size, status, flags; } kinds[] = {
    { 2, REGION_USED, 0 }, { 1, REGION_USED, 0 },
    { 1, REGION_USED, REGION_SELF_BACKED }, { 1, REGION_USED, 0 },
    { 1, REGION_USED, REGION_FRAMES }, { 1, REGION_USED, 0 },
    { 1, REGION_USED, REGION_SEGMENT }, { 1, REGION_USED, 0 },
    { 1, REGION_INVALID, 0 }, { 1, REGION_USED, 0 }, { 1, REGION_FREE, 0 },
};
#define PAGES 12u

static int query_region(u32 space, u32 address, struct region_info *info)
{
    u32 base = BASE;

    CHECK_EQ(space, NMM_UPS);
    if (address < BASE || address >= AT(PAGES))
        return E_RANGE;
    for (u32 i = 0;; base += kinds[i++].size * PAGE_SIZE)
        if (address - base < kinds[i].size * PAGE_SIZE) {
            *info = (struct region_info){ .base = base,
                .size = kinds[i].size * PAGE_SIZE,
                .status = kinds[i].status, .flags = kinds[i].flags };
            return kinds[i].status != REGION_FREE;
        }
}

static const struct nmm table = { .query_region = query_region };
const struct nmm *volatile nmm = &table;

static int is_memory(u32 address)
{
    u32 page = (address - BASE) / PAGE_SIZE;

    if (address < BASE || address >= AT(PAGES))
        return 0;
    for (u32 i = 0;; i++)
        for (u32 j = 0; j < kinds[i].size; j++, page--)
            if (!page)
                return kinds[i].status == REGION_USED && !kinds[i].flags;
}

static int are_memory(u32 address, u32 size)
{
    for (u32 i = 0; i < size; i++)
        if (address + i < address || !is_memory(address + i))
            return 0;
    return 1;
}

/* --- The model's own methods: what they are given ------------------------ */
static u32 asked, given[6], looks_at_name;
static char named[AREA_OBJECT];         /* the name that it is given */

static int model_5(u32 a, u32 b, u32 c, u32 d, u32 e)
{
    const u32 all[] = { a, b, c, d, e };

    memcpy(given, all, sizeof(all));
    if (looks_at_name)
        memcpy(named, (const void *)b, sizeof(named));
    asked++;
    return MODEL;
}

static int model_6(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
{
    given[5] = f;
    return model_5(a, b, c, d, e);
}

static int model_2(u32 a, u32 b) { return model_5(a, b, 0, 0, 0); }
static int model_3(u32 a, u32 b, u32 c) { return model_5(a, b, c, 0, 0); }
static int model_4(u32 a, u32 b, u32 c, u32 d)
{
    return model_5(a, b, c, d, 0);
}

MODEL_MEMORY(
    .load = (void *)model_2, .map = (void *)model_5, .grow = (void *)model_3,
    .share = (void *)model_6, .attach = (void *)model_5,
    .read = (void *)model_4, .write = (void *)model_4,
    .usage = (void *)model_2, .fetch = (void *)model_5,
    .fill = (void *)model_5
);

/* --- The methods --------------------------------------------------------- */
static const struct row {
    int (*method)();
    u32 count, pointer;         /* arguments; which it is, from 0 on */
    u32 size;                   /* bytes; 0: the next argument says */
    int may_be_null;
} rows[] = {
    { (int (*)())asked_map, 5, 4, 4, 1 },
    { (int (*)())asked_map_far, 5, 4, 4, 1 },
    { (int (*)())asked_grow, 3, 2, 4, 1 },
    { (int (*)())asked_share, 6, 5, 4, 1 },
    { (int (*)())asked_attach, 5, 4, 4, 1 },
    { (int (*)())asked_usage, 2, 1, sizeof(struct memory_usage), 0 },
    { (int (*)())asked_read, 4, 2, 0, 0 },
    { (int (*)())asked_write, 4, 2, 0, 0 },
    { (int (*)())asked_fetch, 5, 3, 0, 0 },
    { (int (*)())asked_fill, 5, 3, 0, 0 },
};

static void try(const struct row *row, u32 pointer, u32 size, int is_right)
{
    u32 a[6] = { ANY, ANY + 1, ANY + 2, ANY + 3, ANY + 4, ANY + 5 };
    const u32 before = asked;

    if (row->method == (int (*)())asked_attach)
        a[1] = 0;
    a[row->pointer] = pointer;
    if (!row->size)
        a[row->pointer + 1] = size;
    CHECK_EQ(row->method(a[0], a[1], a[2], a[3], a[4], a[5]),
             is_right ? MODEL : E_ADDRESS);
    CHECK_EQ(asked - before, is_right);
    CHECK(!is_right || !memcmp(a, given, row->count * sizeof(u32)));
}

static void try_sizes(const struct row *row, u32 pointer)
{
    static const u32 sizes[] = {
        0, 1, 3, 4, 5, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1,
        2 * PAGE_SIZE, 3 * PAGE_SIZE, 3 * PAGE_SIZE + 1, 0x7fffffff,
        0x80000000, -PAGE_SIZE, -1u,
    };

    if (row->size)
        try(row, pointer, 0, (!pointer && row->may_be_null) ||
            are_memory(pointer, row->size));
    for (u32 i = 0; !row->size && i < sizeof(sizes) / sizeof(*sizes); i++)
        try(row, pointer, sizes[i], are_memory(pointer, sizes[i]));
}

static void test_pointers(const struct row *row)
{
    static const int around[] = { -36, -35, -5, -4, -3, -2, -1, 0, 1, 2, 4 };

    for (u32 page = 0; page <= PAGES; page++)
        for (u32 i = 0; i < sizeof(around) / sizeof(*around); i++)
            try_sizes(row, AT(page) + (u32)around[i]);
    for (u32 i = 0; i < 8; i++) {
        try_sizes(row, i);
        try_sizes(row, -i);
        try_sizes(row, 0x80000000 - 4 + i);
    }
}

/* No region is this stack: only what is near is not asked about. */
static void test_near(void)
{
    const struct row *row = &rows[0];
    u32 here = (u32)__builtin_alloca(sizeof(u32));

    if (here % PAGE_SIZE < PAGE_SIZE / 2)       /* the calls are in its page */
        here = (u32)__builtin_alloca(PAGE_SIZE / 2);
    const u32 page = here & -PAGE_SIZE;

    for (u32 at = page - 8; at != page + PAGE_SIZE + 8; at++)
        try(row, at, 0, at - page < PAGE_SIZE && at % sizeof(u32) == 0);
    for (u32 bit = 12; bit < 32; bit++)
        try(row, (here & -4u) ^ 1u << bit, 0, 0);
}

/* --- Names: `length` bytes that end at the end of page 2, or go on -------- */
/* It got a copy, with its end if there is one within the longest. */
static int is_copy(u32 name)
{
    return given[0] == ANY && given[1] != name &&
           !strncmp(named, (const char *)name, AREA_OBJECT);
}

static void try_name(u32 name, int load, int attach)
{
    u32 before = asked;

    looks_at_name = 1;
    CHECK_EQ(asked_load(ANY, (const char *)name), load);
    CHECK_EQ(asked - before, load == MODEL);
    CHECK(load != MODEL || is_copy(name));
    before = asked;
    CHECK_EQ(asked_attach(ANY, (const char *)name, 1, 2, NULL), attach);
    CHECK_EQ(asked - before, attach == MODEL);
    CHECK(attach != MODEL || (is_copy(name) && given[2] == 1));
    if (attach == MODEL)
        CHECK_EQ(asked_attach(ANY, (const char *)name, 1, 2, (u32 *)BASE - 1),
                 E_ADDRESS);
}

static void test_names(void)
{
    memset((void *)BASE, 'x', PAGES * PAGE_SIZE);
    for (u32 left = 1; left < 2 * AREA_OBJECT; left++) {
        const u32 end = AT(3), name = end - left;
        try_name(name, left < AREA_OBJECT ? E_ADDRESS : E_NOTFOUND,
                 left < AREA_OBJECT ? E_ADDRESS : MODEL);
        *(char *)(end - 1) = 0;
        try_name(name, left <= AREA_OBJECT ? MODEL : E_NOTFOUND, MODEL);
        *(char *)(end - 1) = 'x';
    }
    *(char *)(AT(2) + 3) = 0;           /* from one region into the next */
    try_name(AT(2) - 3, MODEL, MODEL);
    try_name(AT(3), E_ADDRESS, E_ADDRESS);
    try_name(AT(PAGES), E_ADDRESS, E_ADDRESS);
    try_name(-1u, E_ADDRESS, E_ADDRESS);
    try_name(0x80000000, E_ADDRESS, E_ADDRESS);
    CHECK_EQ(asked_load(ANY, NULL), E_ADDRESS);
    looks_at_name = 0;
    CHECK(asked_attach(ANY, NULL, 1, 2, NULL) == MODEL && !given[1]);
}

/* Other modules have these methods; the model itself its own. */
static void test_table(void)
{
    CHECK(model_asked.load == asked_load && model_asked.map == asked_map);
    CHECK(model_asked.grow == asked_grow && model_asked.share == asked_share);
    CHECK(model_asked.attach == asked_attach &&
          model_asked.usage == asked_usage);
    CHECK(model_asked.read == asked_read && model_asked.write == asked_write);
    CHECK(model_asked.fetch == asked_fetch && model_asked.fill == asked_fill);
    CHECK(model_asked.run == model_memory.run &&
          model_memory.fill == (void *)model_5);
}

int main(void)
{
    CHECK(mmap((void *)BASE, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED);
    for (u32 i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        test_pointers(&rows[i]);
    test_near();
    test_names();
    test_table();
    return check_done();
}
